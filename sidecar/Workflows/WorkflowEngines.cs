using Yilai.Sidecar.Actors;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.Workflows;

/// <summary>The engines of the apps that have an actor state store.</summary>
internal sealed class WorkflowEngines(AppDirectory apps, ResourceSet resources, TimeProvider clock, ILogger<WorkflowEngine> log) : IHostedService, IAsyncDisposable
{
    private readonly Dictionary<string, WorkflowEngine> engines = new(StringComparer.Ordinal);

    public WorkflowEngine? Find(string appId) => engines.GetValueOrDefault(appId);

    /// <exception cref="Http.ApiError">The app has no store for workflows.</exception>
    public WorkflowEngine Of(AppRuntime app) => Find(app.AppId) ?? throw new Http.ApiError(
        StatusCodes.Status500InternalServerError, global::Grpc.Core.StatusCode.Internal, "ERR_ACTOR_RUNTIME_NOT_FOUND",
        "the state store is not configured to use the actor runtime. Have you set the - name: actorStateStore value: \"true\" in your state store component file?");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var app in apps.All)
            if (ActorStateStore.Of(app) is { } store)
                engines[app.AppId] = new WorkflowEngine(app.AppId, store, Find, resources.Retention, app.Metrics, clock, log);
        foreach (var engine in engines.Values)
            engine.Run(engine.TakeUpAsync);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in engines.Values)
            await engine.DisposeAsync();
        engines.Clear();
    }
}

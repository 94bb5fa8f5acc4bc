using Dapr.Workflow;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>A worker built on the official Dapr.Workflow package, and its client.</summary>
public sealed class Worker : IAsyncDisposable
{
    private readonly IHost host;

    private Worker(IHost host) => this.host = host;

    /// <summary>A store of workflows that is gone with the sidecar.</summary>
    public static string InMemory { get; } = Support.ComponentYaml.Component("statestore", "state.in-memory", "v1", ("actorStateStore", "true"));

    public DaprWorkflowClient Client => host.Services.GetRequiredService<DaprWorkflowClient>();

    /// <summary>Without any workflow, it is a client only.</summary>
    public static async Task<Worker> StartAsync(int grpcPort, Action<WorkflowRuntimeOptions>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{grpcPort}";
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddDaprWorkflow(configure ?? (_ => { }));
        var host = builder.Build();
        if (configure is not null)
            await host.StartAsync(TestContext.Current.CancellationToken);
        return new Worker(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}

using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Metadata;

/// <summary>Ends the sidecar of one app. The process ends with the last of them.</summary>
internal sealed class AppShutdown(AppDirectory apps, IHostApplicationLifetime life, TimeProvider clock)
{
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(100);

    /// <summary>A moment later, so that the one who asks still gets an answer.</summary>
    public void Begin(AppRuntime app) => _ = BeginAsync(app);

    private async Task BeginAsync(AppRuntime app)
    {
        await Task.Delay(Courtesy, clock, CancellationToken.None);
        app.ShutDown();
        if (apps.All.All(a => a.IsShutDown))
            life.StopApplication();
    }
}

/// <summary>/v1.0/shutdown</summary>
internal sealed class ShutdownHttpApi(AppShutdown shutdown) : IHttpApi
{
    public IReadOnlyList<string> Names => ["shutdown"];

    public Task? Handle(ApiCall call)
    {
        if (call is not { IsPost: true, Count: 0 })
            return null;
        shutdown.Begin(call.App);
        return call.NoContent();
    }
}

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
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Post, "shutdown", call =>
        {
            shutdown.Begin(call.App);
            return call.NoContent();
        }),
    ];
}

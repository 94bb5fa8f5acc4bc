using Yilai.Hosting;
using Yilai.Sidecar;

namespace Yilai.ServiceDefaults.Tests.Support;

/// <summary>The real embedded sidecar with a broker, at ports known before it starts: it can be away for a while.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public const string AppToken = "app-token";
    public const string DaprToken = "dapr-token";

    /// <summary>One delivery at a time, so that the order of publishing is the order of arrival.</summary>
    private const string Component = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.in-memory
          version: v1
          metadata:
            - name: maxConcurrentDeliveries
              value: "1"
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("yilai-broker-").FullName;
    private SidecarHost? sidecar;

    public int AppPort { get; } = FreePorts.Any();

    public int HttpPort { get; } = FreePorts.Any();

    public int GrpcPort { get; } = FreePorts.Any();

    public async Task StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "pubsub.yaml"), Component);
        sidecar = await SidecarHost.StartAsync(new SidecarOptions
        {
            Apps = [new SidecarApp(TestService.AppId, AppPort, HttpPort, GrpcPort)],
            ResourcesPaths = [folder],
            DataPath = folder,
            DaprApiToken = DaprToken,
            AppApiToken = AppToken,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (sidecar is not null)
        {
            await sidecar.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}

using Yilai.Sidecar.Components;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Apps;

/// <summary>One app of this process and its sidecar's view of the world.</summary>
internal sealed class AppRuntime(SidecarApp options, AppMetrics? metrics = null) : IDisposable
{
    private readonly CancellationTokenSource shutDown = new();

    public string AppId => options.AppId;

    public int AppPort => options.AppPort;

    /// <summary>What the app speaks: http or grpc.</summary>
    public string Protocol => options.Protocol;

    public bool IsGrpc => options.Protocol == SidecarApp.Grpc;

    public bool Listens => options.AppPort > 0;

    /// <summary>Where the app is, e.g. http://127.0.0.1:5000/.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{options.AppPort}/");

    /// <summary>What is counted for it; nothing if nothing is, or if it is beside another process.</summary>
    public AppMetrics? Metrics => metrics;

    public AppComponents Components { get; set; } = new([]);

    /// <summary>What applies when components fail or take too long.</summary>
    public ResiliencyPolicies Policies { get; set; } = null!;

    /// <summary>The app answers and everything it asked for runs.</summary>
    public bool IsReady { get; set; } = options.AppPort == 0;

    /// <summary>What the app or its operator noted in the metadata.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, string> Notes { get; } = new();

    /// <summary>Cancelled when the app asks its sidecar to shut down.</summary>
    public CancellationToken ShuttingDown => shutDown.Token;

    public bool IsShutDown => shutDown.IsCancellationRequested;

    public void ShutDown() => shutDown.Cancel();

    public void Dispose() => shutDown.Dispose();
}

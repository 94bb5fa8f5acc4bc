using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Apps;

/// <summary>One app of this process and its sidecar's view of the world.</summary>
internal sealed class AppRuntime(SidecarApp options)
{
    public string AppId => options.AppId;

    public int AppPort => options.AppPort;

    public bool Listens => options.AppPort > 0;

    /// <summary>Where the app is, e.g. http://127.0.0.1:5000.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{options.AppPort}/");

    public AppComponents Components { get; set; } = new([]);

    /// <summary>The app answers and everything it asked for runs.</summary>
    public bool IsReady { get; set; } = options.AppPort == 0;

    /// <summary>The app asked its sidecar to shut down.</summary>
    public bool IsShutDown { get; set; }
}

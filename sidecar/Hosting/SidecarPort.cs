using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Hosting;

/// <summary>Tells a request which app's port it came to, and which of the two.</summary>
internal sealed record SidecarPort(AppRuntime App, bool IsGrpc);

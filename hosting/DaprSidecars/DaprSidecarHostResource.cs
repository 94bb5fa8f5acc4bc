namespace Yilai.Hosting.DaprSidecars;

/// <summary>The one process that is every service's Dapr sidecar.</summary>
/// <param name="name">Its name.</param>
/// <param name="command">The program.</param>
/// <param name="workingDirectory">What relative paths in component files are relative to.</param>
public sealed class DaprSidecarHostResource(string name, string command, string workingDirectory)
    : DaprSidecarsResource(name, command, workingDirectory)
{
    internal IEnumerable<DaprAppAnnotation> Apps => Annotations.OfType<DaprAppAnnotation>();
}

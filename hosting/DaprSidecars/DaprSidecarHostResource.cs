using System.Security.Cryptography;

namespace Yilai.Hosting.DaprSidecars;

/// <summary>The one process that is every service's Dapr sidecar.</summary>
/// <param name="name">Its name.</param>
/// <param name="command">The program.</param>
/// <param name="workingDirectory">What relative paths in component files are relative to.</param>
public sealed class DaprSidecarHostResource(string name, string command, string workingDirectory)
    : ExecutableResource(name, command, workingDirectory)
{
    /// <summary>What services prove themselves to their sidecar with.</summary>
    internal string ApiToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>What the sidecar proves itself to services with.</summary>
    internal string AppToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    internal IEnumerable<DaprAppAnnotation> Apps => Annotations.OfType<DaprAppAnnotation>();
}

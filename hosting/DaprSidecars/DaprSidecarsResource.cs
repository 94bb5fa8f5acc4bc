using System.Security.Cryptography;

namespace Yilai.Hosting.DaprSidecars;

/// <summary>What the sidecars of all services come from or have in common: what has to be there before them is waited for here.</summary>
/// <param name="name">Its name.</param>
/// <param name="command">The program.</param>
/// <param name="workingDirectory">What relative paths in component files are relative to.</param>
public abstract class DaprSidecarsResource(string name, string command, string workingDirectory)
    : ExecutableResource(name, command, workingDirectory)
{
    /// <summary>What services prove themselves to their sidecar with.</summary>
    internal string ApiToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>What sidecars prove themselves to services with.</summary>
    internal string AppToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);
}

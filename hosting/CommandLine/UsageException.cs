namespace Yilai.Hosting.CommandLine;

/// <summary>The command line, or what it points at, cannot be used: one line, and the exit code to end with.</summary>
/// <param name="message">The line.</param>
/// <param name="exitCode">2 for a wrong command line, 1 for a wrong moment.</param>
public sealed class UsageException(string message, int exitCode = 2) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}

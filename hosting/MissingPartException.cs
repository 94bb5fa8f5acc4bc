namespace Yilai.Hosting;

/// <summary>Something the platform needs is not on this machine: one line that says what, and the command that gives it.</summary>
/// <param name="what">What is missing.</param>
/// <param name="command">The command that gives it.</param>
public sealed class MissingPartException(string what, string command) : Exception($"{what}. Try: {command}")
{
    /// <summary>The command that gives it.</summary>
    public string Command { get; } = command;
}

using Yilai.Hosting.Processes;

namespace Yilai.Hosting.DaprSidecars;

/// <summary>Dapr's own programs on this machine: where its command-line tool puts them, or on PATH.</summary>
internal static class DaprPrograms
{
    public const string Daprd = "daprd";
    public const string Placement = "placement";
    public const string Scheduler = "scheduler";

    private static string Home => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".dapr", "bin");

    /// <exception cref="MissingPartException">One of them is not there.</exception>
    public static void Demand()
    {
        foreach (var name in (string[])[Daprd, Placement, Scheduler])
        {
            Find(name);
        }
    }

    /// <summary>A program's full path.</summary>
    /// <exception cref="MissingPartException">It is not there.</exception>
    public static string Find(string name) =>
        Path.Combine(Home, name) is var usual && File.Exists(usual) ? usual
        : Commands.Find(name)
            ?? throw new MissingPartException($"--sidecar {Daprd} needs Dapr's program {name}, which is neither in {Home} nor on PATH", "dapr init --slim (https://docs.dapr.io/getting-started has the tool)");
}

namespace Yilai.Hosting.Processes;

/// <summary>Finds programs the way a shell does.</summary>
internal static class Commands
{
    /// <summary>The full path of a command on PATH; null if there is none.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

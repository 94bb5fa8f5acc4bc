namespace Yilai.Hosting.EmbeddedPostgres;

/// <summary>PostgreSQL refuses to run as root: it then runs as nobody (65534), which owns its folder.</summary>
internal static class UnprivilegedUser
{
    private const string Id = "65534";

    public static bool IsNeeded { get; } = Environment.IsPrivilegedProcess;

    /// <summary>What goes before a command of the launcher's (they are options of <c>setpriv</c>), so that it runs as that user.</summary>
    /// <param name="folder">Its data; if it lies under a folder that others may not enter (a home of root's), the right to do so goes along.</param>
    /// <param name="binaries">The same for its programs.</param>
    public static IEnumerable<string> Prefix(string folder, string binaries)
    {
        if (!IsNeeded)
        {
            return [];
        }
        string[] reach = IsOpen(folder) && IsOpen(binaries) ? [] : ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
        // In the launcher's own call, not in one of its own: a change of user undoes the signal at the launcher's death.
        return [$"--reuid={Id}", $"--regid={Id}", "--clear-groups", .. reach];
    }

    /// <summary>Commands that hand a folder to that user.</summary>
    public static IEnumerable<string> Own(string folder) => ["chown", "-R", $"{Id}:{Id}", folder];

    /// <summary>Whether everybody may pass through all folders above this one.</summary>
    private static bool IsOpen(string path)
    {
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            if (OperatingSystem.IsLinux() && !folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }
        return true;
    }
}

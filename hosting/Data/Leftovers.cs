using System.Diagnostics;
using Yilai.Hosting.CommandLine;

namespace Yilai.Hosting.Data;

/// <summary>Processes that still work on a data folder: for a few seconds after an AppHost was killed there are some.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Waits for them to end, which they do by themselves.</summary>
    public static void WaitUntilGone(string folder)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (Find(folder) is { } process)
        {
            using (process)
            {
                if (TimeProvider.System.GetElapsedTime(since) > Patience)
                {
                    throw new UsageException($"process {process.Id} ({process.ProcessName}) still works on {folder}: end it, or use another folder with --data DIR", exitCode: 1);
                }
                process.WaitForExit(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    /// <summary>A process whose command line names a file in the folder, other than an AppHost that names the folder itself.</summary>
    private static Process? Find(string folder)
    {
        if (!Directory.Exists("/proc"))
        {
            return null;
        }
        var within = folder.TrimEnd('/') + '/';
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), out var id) || id == Environment.ProcessId)
            {
                continue;
            }
            try
            {
                if (EnginePrograms.IsMatch(File.ReadAllText(Path.Combine(entry, "cmdline")), within))
                {
                    return Process.GetProcessById(id);
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // It has ended meanwhile, or it is somebody else's.
            }
        }
        return null;
    }

    private static class EnginePrograms
    {
        private static readonly string[] Names = ["/postgres\0", "/mongod\0", "bridge.mjs\0"];

        public static bool IsMatch(string commandLine, string within) =>
            commandLine.Contains('\0' + within, StringComparison.Ordinal) && Names.Any(name => commandLine.Contains(name, StringComparison.Ordinal));
    }
}

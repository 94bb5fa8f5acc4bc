using System.Globalization;

namespace Yilai.TestSupport;

/// <summary>This test process's own folder below the system's temporary one. What killed test processes left there is swept.</summary>
internal static class TestFolder
{
    private const string Prefix = "yilai-tests-";

    public static string Path { get; } = Create();

    private static string Create()
    {
        foreach (var old in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            var pid = System.IO.Path.GetFileName(old)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(pid, CultureInfo.InvariantCulture, out var id) && !Directory.Exists($"/proc/{id}"))
            {
                Delete(old);
            }
        }
        var folder = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
        if (OperatingSystem.IsLinux())
        {
            // As root, PostgreSQL runs as another user, and must reach its folder in here.
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        }
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
        return folder;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Somebody else sweeps at the same time, or an engine is still stopping and deletes its own.
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's.
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Yilai.Sidecar.Apps;

/// <summary>
/// Where sidecar processes of one user on one machine find each other's apps: each notes its apps in a folder, one file
/// an app and process. A note whose process is gone counts for nothing and is cleared away.
/// </summary>
internal sealed class Neighbours(string folder) : IDisposable
{
    private readonly List<string> own = [];

    /// <summary>What a note says.</summary>
    internal sealed record Note(int ProcessId, string AppId, int AppPort);

    /// <summary>Tells the others of an app of this process.</summary>
    public void Announce(AppRuntime app)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // Calls go where the notes say.
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(app.AppId)}@{Environment.ProcessId}-{app.AppPort}.json"));
        var draft = path + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(new Note(Environment.ProcessId, app.AppId, app.AppPort)));
        File.Move(draft, path, overwrite: true); // Nobody reads half a note.
        own.Add(path);
    }

    /// <summary>The port of an app beside another sidecar; one of them by chance where there are several.</summary>
    public int? PortOf(string appId)
    {
        if (!Directory.Exists(folder))
            return null;
        var ports = Directory.EnumerateFiles(folder, $"{Uri.EscapeDataString(appId)}@*.json")
            .Select(Read).OfType<Note>().Where(n => n.AppId == appId && n.AppPort > 0).Select(n => n.AppPort).ToArray();
        return ports.Length == 0 ? null : Random.Shared.GetItems(ports, 1)[0];
    }

    public void Dispose()
    {
        foreach (var path in own)
            File.Delete(path);
    }

    private static Note? Read(string path)
    {
        try
        {
            var note = JsonSerializer.Deserialize<Note>(File.ReadAllBytes(path));
            if (note is not null && IsRunning(note.ProcessId))
                return note;
            File.Delete(path);
            return null;
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return null; // Cleared away meanwhile, or not a note.
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

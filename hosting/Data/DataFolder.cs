using Yilai.Hosting.CommandLine;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.Data;

/// <summary>The folder that holds all state of one platform. One AppHost at a time holds it.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream taken) => (Path, _lock) = (path, taken);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Takes the folder, and wipes it if asked to.</summary>
    /// <exception cref="UsageException">Another AppHost runs on it, or what a killed one left behind does.</exception>
    public static DataFolder Open(string path, bool reset)
    {
        Directory.CreateDirectory(path);
        var taken = FileLock.TryAcquire(System.IO.Path.Combine(path, "lock"))
            ?? throw new UsageException($"another AppHost runs on {path}: stop it, or give this one a folder of its own with --data DIR", exitCode: 1);
        var folder = new DataFolder(path, taken);
        try
        {
            Leftovers.WaitUntilGone(path);
            if (reset)
            {
                folder.Wipe();
            }
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The full path of something in it.</summary>
    public string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>A folder in it, made if missing; nobody else may enter.</summary>
    public string PrivateFolder(string name) => Directory.CreateDirectory(File(name), PrivateFiles.FolderMode).FullName;

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // The lock stays: it is held.
    private void Wipe()
    {
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos().Where(entry => entry.FullName != _lock.Name))
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}

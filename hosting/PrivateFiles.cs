namespace Yilai.Hosting;

/// <summary>Files that nobody but their owner may read; a file is never half written.</summary>
internal static class PrivateFiles
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string content)
    {
        var unfinished = path + ".new";
        var options = new FileStreamOptions { Mode = System.IO.FileMode.Create, Access = FileAccess.Write, UnixCreateMode = FileMode };
        using (var writer = new StreamWriter(unfinished, options))
        {
            writer.Write(content);
        }
        File.Move(unfinished, path, overwrite: true);
    }
}

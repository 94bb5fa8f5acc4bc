namespace Yilai.Hosting;

/// <summary>Files that nobody but their owner may read; a file is never half written.</summary>
internal static class PrivateFiles
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task WriteAsync(string path, string content, CancellationToken cancellationToken)
    {
        var unfinished = path + ".new";
        var options = new FileStreamOptions { Mode = System.IO.FileMode.Create, Access = FileAccess.Write, UnixCreateMode = FileMode };
        await using (var writer = new StreamWriter(unfinished, options))
        {
            await writer.WriteAsync(content.AsMemory(), cancellationToken);
        }
        File.Move(unfinished, path, overwrite: true);
    }
}

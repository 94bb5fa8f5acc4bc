using Yilai.Hosting.CommandLine;
using Yilai.Hosting.Data;

namespace Yilai.Hosting.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("yilai-data-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Open_HeldFolder_SaysWhoHoldsIt()
    {
        using var held = DataFolder.Open(_path, reset: false);

        var refused = Assert.Throws<UsageException>(() => DataFolder.Open(_path, reset: true));

        Assert.Contains("another AppHost runs on", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
    }

    [Fact]
    public void Open_Reset_LeavesNothingOfBefore()
    {
        using (var before = DataFolder.Open(_path, reset: false))
        {
            File.WriteAllText(Path.Combine(before.PrivateFolder("secrets"), "secrets.json"), "{}");
            File.WriteAllText(before.File("stray"), "");
        }

        using var after = DataFolder.Open(_path, reset: true);

        Assert.Equal([after.File("lock")], Directory.GetFileSystemEntries(_path));
    }

    [Fact]
    public void Open_WithoutReset_KeepsEverything()
    {
        File.WriteAllText(Path.Combine(_path, "kept"), "");

        using var folder = DataFolder.Open(_path, reset: false);

        Assert.True(File.Exists(folder.File("kept")));
    }
}

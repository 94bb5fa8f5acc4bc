namespace Yilai.Sidecar.Tests.Support;

/// <summary>Data folders of sidecars that a test starts as processes; they go with the test.</summary>
internal sealed class DataFolders : IDisposable
{
    private readonly List<string> folders = [];

    /// <summary>One whose components are the documents of the YAML.</summary>
    public string New(string yaml)
    {
        var folder = TestSidecar.NewFolder(yaml);
        folders.Add(folder);
        return folder;
    }

    public void Dispose() => folders.ForEach(f => Directory.Delete(f, recursive: true));
}

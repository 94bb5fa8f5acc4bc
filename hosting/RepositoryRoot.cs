namespace Yilai.Hosting;

/// <summary>The clone that this program was built in; what is installed for it lies there.</summary>
public static class RepositoryRoot
{
    private const string Marker = "Yilai.slnx";

    /// <summary>The folder's full path.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The full path of something in it.</summary>
    public static string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }
        throw new MissingPartException($"{from} lies in no clone of this repository (no {Marker} above it)", "dotnet run --project AppHost, in a clone");
    }
}

using System.Diagnostics;

namespace Yilai.Architecture.Tests;

/// <summary>The files of the repository as git knows them: what is tracked or would be added.</summary>
internal static class Repository
{
    private static readonly Lazy<string[]> AllFiles = new(List);

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string pattern) =>
        AllFiles.Value.Where(f => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, f));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>Folders of the services that are Dapr apps: those with a Program.cs.</summary>
    public static IEnumerable<string> Services() =>
        Files("services/*/Program.cs").Select(f => f.Split('/')[1]).Append("Workflows").Order(StringComparer.Ordinal);

    /// <summary>Where a service's project is; the sagas stand beside the services, since they belong to none.</summary>
    public static string ProjectOf(string service) =>
        service == "Workflows" ? "workflows/Workflows.csproj" : $"services/{service}/{service}.csproj";

    /// <summary>What a person wrote: C#, Vue, TypeScript and scripts, without generated files.</summary>
    public static IEnumerable<string> Sources() =>
        AllFiles.Value.Where(f => Path.GetExtension(f) is ".cs" or ".vue" or ".ts" or ".mjs" or ".js"
            && !f.Contains("/generated/", StringComparison.Ordinal) && !f.EndsWith(".d.ts", StringComparison.Ordinal));

    private static string[] List()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. files.Where(f => File.Exists(Path.Combine(Root, f)))];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Yilai.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Yilai.slnx is in no folder above the tests.");
        }

        return folder.FullName;
    }
}

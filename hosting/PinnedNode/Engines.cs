using System.Security.Cryptography;
using Yilai.Hosting.EmbeddedMongoDb;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.PinnedNode;

/// <summary>What npm gives: one pinned Node, and the PostgreSQL and MongoDB engines, as <c>hosting/node/package-lock.json</c> names them.</summary>
/// <remarks>The machine's own Node only bootstraps; what runs is the same everywhere.</remarks>
internal static class Engines
{
    public static string Folder { get; } = RepositoryRoot.File("hosting", "node");

    public static string Modules { get; } = Path.Combine(Folder, "node_modules");

    /// <summary>The pinned Node.</summary>
    public static string Node { get; } = Path.Combine(Modules, ".bin", "node");

    /// <summary>Installs what the lock file names, if that has changed since the last time. Many processes may ask at once.</summary>
    public static async Task InstallAsync(Action<string> say, CancellationToken cancellationToken = default)
    {
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"), cancellationToken)));
        var stamp = Path.Combine(Modules, ".installed");
        if (await IsCurrentAsync())
        {
            return;
        }
        await using var turn = await FileLock.AcquireAsync(Path.Combine(Folder, "install.lock"), cancellationToken);
        if (await IsCurrentAsync())
        {
            return;
        }
        var npm = Commands.Find("npm") ?? throw new MissingPartException("npm, which brings PostgreSQL, MongoDB and the portal, is not on this machine", "apt-get install nodejs npm");
        say("installing PostgreSQL, MongoDB and Node from npm (about 300 MB, once)");
        var (exitCode, output) = await OwnedProcess.RunAsync([npm, "ci"], Folder, cancellationToken);
        if (exitCode != 0)
        {
            throw new MissingPartException($"npm could not install the engines: {output.Split('\n').Last(line => line.Length > 0)}", $"cd {Folder} && npm ci");
        }
        Symlinks.Restore(Modules);
        if (NewerGlibc.IsNeeded)
        {
            say("unpacking a newer C library for MongoDB beside the system's");
            await NewerGlibc.InstallAsync(cancellationToken);
        }
        await File.WriteAllTextAsync(stamp, wanted, cancellationToken);

        async Task<bool> IsCurrentAsync() => File.Exists(stamp) && await File.ReadAllTextAsync(stamp, cancellationToken) == wanted;
    }
}

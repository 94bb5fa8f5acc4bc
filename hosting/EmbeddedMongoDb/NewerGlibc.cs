using System.Runtime.InteropServices;
using Yilai.Hosting.PinnedNode;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedMongoDb;

/// <summary>The MongoDB engine is built for glibc 2.38; on an older system it runs with a newer one unpacked beside.</summary>
internal static class NewerGlibc
{
    private static readonly Version Least = new(2, 38);

    private static readonly string Folder = Path.Combine(Engines.Modules, ".glibc");

    /// <summary>Whether this system's own C library is too old.</summary>
    public static bool IsNeeded { get; } = OperatingSystem.IsLinux() && SystemVersion() < Least;

    public static async Task InstallAsync(CancellationToken cancellationToken)
    {
        var script = RepositoryRoot.File("hosting", "EmbeddedMongoDb", "newer-glibc.sh");
        var (exitCode, output) = await OwnedProcess.RunAsync(["/bin/sh", script, Folder], cancellationToken: cancellationToken);
        if (exitCode != 0)
        {
            throw new MissingPartException(
                $"MongoDB's engine needs glibc {Least} and this system has {SystemVersion()}; a newer one could not be unpacked: {output.Split('\n')[^1]}",
                "configure a MongoDB of your own: ConnectionStrings__mongodb=mongodb://host:27017/yilai");
        }
    }

    /// <summary>The command that runs Node with the newer library. The loader takes the place of Node in the process, so the pid stays.</summary>
    public static IEnumerable<string> Wrap(string node)
    {
        var (loader, folder) = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ("usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1", "usr/lib/aarch64-linux-gnu")
            : ("usr/lib64/ld-linux-x86-64.so.2", "usr/lib/x86_64-linux-gnu");
        return [Path.Combine(Folder, loader), "--library-path", Path.Combine(Folder, folder), "--argv0", "node", node];
    }

    private static Version SystemVersion()
    {
        try
        {
            return Version.TryParse(Marshal.PtrToStringUTF8(GnuLibcVersion()), out var version) ? version : Least;
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc at all (musl): the engine will say so itself.
            return Least;
        }
    }

    [DllImport("libc", EntryPoint = "gnu_get_libc_version")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GnuLibcVersion();
}

using System.Security.Cryptography;
using System.Text;

namespace Yilai.Hosting.Frontend;

/// <summary>Whether a site's packages and its build are those of its sources: each leaves the hash of what it was made from.</summary>
internal sealed class SiteSources(string folder)
{
    // What npm and Nuxt make.
    private static readonly string[] Made = ["node_modules", ".nuxt", ".output", ".data", "dist", "test-results"];

    /// <summary>Whether there is a site at all.</summary>
    public bool Exist => File.Exists(Path.Combine(folder, "package-lock.json"));

    /// <summary>The hash of what names the packages.</summary>
    public string PackagesHash { get; } = HashOf(folder, [Path.Combine(folder, "package-lock.json")]);

    /// <summary>The hash of everything the build reads.</summary>
    public string Hash { get; } = HashOf(folder, Files(folder));

    /// <summary>Whether its packages are installed.</summary>
    public bool AreInstalled => IsStamped(Path.Combine(folder, "node_modules", ".installed"), PackagesHash);

    /// <summary>Whether it is built.</summary>
    public bool AreBuilt => IsStamped(Path.Combine(folder, ".output", ".built"), Hash);

    private static bool IsStamped(string stamp, string hash) => File.Exists(stamp) && File.ReadAllText(stamp).Trim() == hash;

    private static IEnumerable<string> Files(string folder) => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(child => !Made.Contains(Path.GetFileName(child))).SelectMany(Files));

    private static string HashOf(string root, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Where(File.Exists).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file)));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

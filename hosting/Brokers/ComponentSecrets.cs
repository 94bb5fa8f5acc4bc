using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yilai.Hosting.Brokers;

/// <summary>Which secrets the component files of a folder name.</summary>
internal static class ComponentSecrets
{
    private static readonly YamlScalarNode Reference = new("secretKeyRef");
    private static readonly YamlScalarNode Name = new("name");

    /// <summary>Files that cannot be read are left to the sidecar, which says what is wrong with them.</summary>
    public static IReadOnlySet<string> NamedIn(string folder)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".yaml" or ".yml"))
        {
            var stream = new YamlStream();
            try
            {
                using var reader = File.OpenText(file);
                stream.Load(reader);
            }
            catch (YamlException)
            {
                continue;
            }
            foreach (var mapping in stream.Documents.SelectMany(d => d.AllNodes).OfType<YamlMappingNode>())
            {
                if (mapping.Children.TryGetValue(Reference, out var reference) && reference is YamlMappingNode secret && secret.Children.TryGetValue(Name, out var name))
                {
                    names.Add($"{name}");
                }
            }
        }
        return names;
    }
}

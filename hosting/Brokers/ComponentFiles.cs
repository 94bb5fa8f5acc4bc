using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Yilai.Hosting.CommandLine;

namespace Yilai.Hosting.Brokers;

/// <summary>What the component files of a folder say. Those that cannot be read are left to the sidecar, which says what is wrong with them.</summary>
internal static class ComponentFiles
{
    private const string OfOneProcess = ".in-memory";

    /// <summary>Which secrets they name.</summary>
    public static IReadOnlySet<string> SecretsNamedIn(string folder) => Mappings(folder)
        .Select(found => Value(found.Mapping, "secretKeyRef") is YamlMappingNode secret ? Value(secret, "name") : null)
        .OfType<YamlScalarNode>().Select(name => $"{name}").ToHashSet(StringComparer.Ordinal);

    /// <exception cref="UsageException">One is of a type that lives inside one process: the daprds of several apps would each have their own.</exception>
    public static void DemandNoneOfOneProcess(string folder)
    {
        foreach (var (file, mapping) in Mappings(folder))
        {
            if (Value(mapping, "type") is YamlScalarNode { Value: { } type } && type.EndsWith(OfOneProcess, StringComparison.Ordinal))
            {
                throw new UsageException($"{file}: with --sidecar daprd every app would have a {type} of its own and hear nothing of the others. Use --components components/redis or components/rabbitmq-redis");
            }
        }
    }

    private static IEnumerable<(string File, YamlMappingNode Mapping)> Mappings(string folder)
    {
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
                yield return (file, mapping);
            }
        }
    }

    private static YamlNode? Value(YamlMappingNode mapping, string key) => mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
}

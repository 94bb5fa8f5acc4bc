using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Yilai.Sidecar.Resiliency;

namespace Yilai.Sidecar.Resources;

/// <summary>
/// Reads the top-level YAML files of the resource directories. Where daprd logs an unreadable file and goes on,
/// this stops: on one machine a missing component only shows up later, as a riddle.
/// </summary>
internal static class ResourceLoader
{
    public static ResourceSet Load(IEnumerable<string> directories, IEnumerable<string> configurations)
    {
        var components = new List<ComponentResource>();
        var subscriptions = new List<SubscriptionResource>();
        var resiliencies = new List<ResiliencyResource>();
        var secretScopes = new List<SecretScope>();
        var withoutEffect = new List<string>();
        var features = new List<string>();
        var metrics = Telemetry.MetricSettings.Default;
        var retention = new Workflows.RetentionPolicy();
        foreach (var file in directories.SelectMany(Files).Concat(configurations))
        {
            foreach (var document in Documents(file))
            {
                switch (document["kind"].Text)
                {
                    case "Component":
                        components.Add(ComponentReader.Read(document, Named(document), file));
                        break;
                    case "Subscription":
                        subscriptions.Add(SubscriptionReader.Read(document, Named(document), file));
                        break;
                    case "Resiliency":
                        resiliencies.Add(ResiliencyReader.Read(document));
                        break;
                    case "Configuration":
                        secretScopes.AddRange(ConfigurationReader.SecretScopes(document));
                        withoutEffect.AddRange(ConfigurationReader.WithoutEffect(document));
                        features.AddRange(ConfigurationReader.Features(document));
                        metrics = ConfigurationReader.Metrics(document) ?? metrics;
                        retention = ConfigurationReader.Retention(document) ?? retention;
                        break;
                    case "HTTPEndpoint":
                        throw document["kind"].Wrong("HTTPEndpoint is not part of the embedded sidecar; run with real daprd, or remove it");
                    default:
                        break; // Other kinds belong to other tools, as for daprd.
                }
            }
        }
        RefuseDuplicates(components);
        return new ResourceSet(components, subscriptions, resiliencies, secretScopes, withoutEffect) { Features = features, Metrics = metrics, Retention = retention };
    }

    private static IEnumerable<string> Files(string directory)
    {
        if (!Directory.Exists(directory))
            throw new SidecarStartException($"the resources path {directory} is not a directory; correct --resources-path");
        return Directory.EnumerateFiles(directory)
            .Where(f => Path.GetExtension(f).ToUpperInvariant() is ".YAML" or ".YML")
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<Yaml> Documents(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            throw new SidecarStartException($"{file} line {Line(error, file)} is not YAML: {error.Message.ReplaceLineEndings(" ")}; correct it", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SidecarStartException($"{file} cannot be read: {error.Message}", error);
        }
        // Documents that are no maps belong to other tools.
        return stream.Documents.Select(d => new Yaml(d.RootNode, file)).Where(d => d.IsMap);
    }

    /// <summary>Where the reader stopped. Of an alias without an anchor it does not tell, so that is looked for.</summary>
    private static long Line(YamlException error, string file) =>
        error is AnchorNotFoundException && error.Message.Split('\'') is [_, var name, ..]
            ? File.ReadLines(file).TakeWhile(l => !l.Contains($"*{name}", StringComparison.Ordinal)).Count() + 1
            : error.End.Line;

    private static string Named(Yaml document) => document["metadata"]["name"].Needed($"a {document["kind"].Text}", "give it one");

    private static void RefuseDuplicates(List<ComponentResource> components)
    {
        foreach (var group in components.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var (first, second) = (group.First(), group.Skip(1).First());
            throw new SidecarStartException(
                $"two components are named '{group.Key}': {first.Type} in {first.File} line {first.Line} and {second.Type} in {second.File} line {second.Line}; rename or remove one");
        }
    }
}

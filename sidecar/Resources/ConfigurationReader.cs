namespace Yilai.Sidecar.Resources;

/// <summary>Reads of the kind Configuration what concerns one machine: which secrets apps may see.</summary>
internal static class ConfigurationReader
{
    /// <summary>Sections that say nothing a single machine has to act on, or that the environment says instead.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "secrets", "tracing", "metric", "metrics", "logging", "mtls", "features", "nameResolution", "workflow" };

    /// <summary>What only daprd acts on.</summary>
    public static IEnumerable<string> WithoutEffect(Yaml document, string file) =>
        document["spec"].Entries.Where(e => !Harmless.Contains(e.Key)).Select(e => $"{e.Key} in {file}");

    public static IEnumerable<string> Features(Yaml document) =>
        document["spec"]["features"].Items.Where(f => f["enabled"].Text is { } enabled && Yaml.Truthy(enabled)).Select(f => f["name"].Text).OfType<string>();

    public static IEnumerable<SecretScope> SecretScopes(Yaml document) =>
        document["spec"]["secrets"]["scopes"].Items.Select(s => new SecretScope(
            s["storeName"].Text ?? "",
            string.Equals(s["defaultAccess"].Text, "deny", StringComparison.OrdinalIgnoreCase),
            [.. s["allowedSecrets"].Items.Select(i => i.Text).OfType<string>()],
            [.. s["deniedSecrets"].Items.Select(i => i.Text).OfType<string>()]));
}

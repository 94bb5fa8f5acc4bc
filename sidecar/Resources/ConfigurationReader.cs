using Yilai.Sidecar.Telemetry;
using Yilai.Sidecar.Workflows;

namespace Yilai.Sidecar.Resources;

/// <summary>Reads of the kind Configuration what concerns one machine: which secrets apps may see, what is counted, how long ended workflows are kept.</summary>
internal static class ConfigurationReader
{
    private const string RetentionSection = "stateRetentionPolicy";

    /// <summary>Sections that say nothing a single machine has to act on, or that the environment says instead.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "secrets", "tracing", "metric", "metrics", "logging", "mtls", "features", "nameResolution", "workflow" };

    /// <summary>What only daprd acts on.</summary>
    public static IEnumerable<string> WithoutEffect(Yaml document) =>
        document["spec"].Entries.Where(e => !Harmless.Contains(e.Key))
            .Concat(document["spec"]["workflow"].Entries.Where(e => e.Key != RetentionSection))
            .Concat(MetricsOf(document) is { } metrics ? metrics.Entries.Concat(metrics["http"].Entries).Where(e => e.Key is "rules" or "recordErrorCodes" or "pathMatching" or "workflow") : [])
            .Select(e => $"{e.Key} in {e.Value.Place}");

    public static IEnumerable<string> Features(Yaml document) =>
        document["spec"]["features"].Items.Where(f => f["enabled"].Flag == true).Select(f => f["name"].Text).OfType<string>();

    /// <summary>Nothing if it says nothing of metrics.</summary>
    public static MetricSettings? Metrics(Yaml document)
    {
        if (MetricsOf(document) is not { } metrics)
            return null;
        var buckets = metrics["latencyDistributionBuckets"].Items.Select(b => (double)(b.Number ?? throw b.Wrong("is not a number"))).ToArray();
        if (buckets.Zip(buckets.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw metrics["latencyDistributionBuckets"].Wrong("do not rise");
        return new MetricSettings(
            metrics["enabled"].Flag ?? true,
            metrics["http"]["increasedCardinality"].Flag ?? true,
            metrics["http"]["excludeVerbs"].Flag != true,
            buckets.Length > 0 ? buckets : MetricSettings.Default.Latencies);
    }

    /// <summary>Nothing if it says nothing of ended workflows.</summary>
    public static RetentionPolicy? Retention(Yaml document)
    {
        var policy = document["spec"]["workflow"][RetentionSection];
        return policy.Entries.Any() ? new RetentionPolicy(Time("anyTerminal"), Time("completed"), Time("failed"), Time("terminated")) : null;

        TimeSpan? Time(string end)
        {
            var time = policy[end].Duration;
            return time < TimeSpan.Zero ? throw policy[end].Wrong("is less than nothing") : time;
        }
    }

    /// <summary>daprd knows the section by two names.</summary>
    private static Yaml? MetricsOf(Yaml document) => new[] { document["spec"]["metrics"], document["spec"]["metric"] }.FirstOrDefault(m => m.Entries.Any());

    public static IEnumerable<SecretScope> SecretScopes(Yaml document) =>
        document["spec"]["secrets"]["scopes"].Items.Select(s => new SecretScope(
            s["storeName"].Text ?? "",
            IsDeny(s["defaultAccess"]),
            [.. s["allowedSecrets"].Texts],
            [.. s["deniedSecrets"].Texts]));

    private static bool IsDeny(Yaml access) => access.Text?.ToUpperInvariant() switch
    {
        null or "" or "ALLOW" => false,
        "DENY" => true,
        _ => throw access.Wrong($"is '{access.Text}', which is neither allow nor deny"), // Guessing would tell secrets.
    };
}

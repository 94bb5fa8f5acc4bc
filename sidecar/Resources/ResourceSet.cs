using Yilai.Sidecar.Resiliency;

namespace Yilai.Sidecar.Resources;

/// <summary>Everything the YAML files declare.</summary>
internal sealed record ResourceSet(
    IReadOnlyList<ComponentResource> Components,
    IReadOnlyList<SubscriptionResource> Subscriptions,
    IReadOnlyList<ResiliencyResource> Resiliencies,
    IReadOnlyList<SecretScope> SecretScopes,
    IReadOnlyList<string> WithoutEffect)
{
    /// <summary>The preview features that a Configuration turns on.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    public Telemetry.MetricSettings Metrics { get; init; } = Telemetry.MetricSettings.Default;

    public Workflows.RetentionPolicy Retention { get; init; } = new();
}

/// <summary>A component as its file declares it.</summary>
internal sealed record ComponentResource(
    string Name,
    string Type,
    string Version,
    IReadOnlyList<MetadataItem> Metadata,
    string? SecretStore,
    IReadOnlyList<string> Scopes,
    bool IgnoreErrors,
    TimeSpan? InitTimeout,
    string File,
    long Line)
{
    public bool IsFor(string appId) => Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal);

    /// <summary>How an error calls it: with the line of the metadata entry that is at fault, if it is one.</summary>
    public string Title(string? field = null) =>
        $"{Type}/{Version} (component '{Name}' in {File} line {Metadata.FirstOrDefault(m => m.Name.Equals(field, StringComparison.OrdinalIgnoreCase))?.Line ?? Line})";
}

/// <summary>One metadata entry: a value, or the secret or environment variable that holds it.</summary>
internal sealed record MetadataItem(string Name, string? Value, SecretKeyRef? Secret, string? Environment, long Line);

/// <summary>Where in the secret store a value is.</summary>
internal sealed record SecretKeyRef(string Name, string Key);

/// <summary>A subscription as its file declares it.</summary>
internal sealed record SubscriptionResource(PubSub.TopicSubscription Subscription, IReadOnlyList<string> Scopes, string File)
{
    public bool IsFor(string appId) => Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal);
}

/// <summary>Which secrets of a store apps may read.</summary>
internal sealed record SecretScope(string StoreName, bool DefaultDeny, IReadOnlyList<string> Allowed, IReadOnlyList<string> Denied)
{
    public bool Allows(string secret) =>
        Allowed.Count > 0 ? Allowed.Contains(secret, StringComparer.Ordinal) : !DefaultDeny && !Denied.Contains(secret, StringComparer.Ordinal);
}

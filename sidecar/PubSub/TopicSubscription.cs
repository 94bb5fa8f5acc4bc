namespace Yilai.Sidecar.PubSub;

/// <summary>What an app wants of a topic, and where it takes it.</summary>
internal sealed record TopicSubscription(
    string PubSubName,
    string Topic,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<TopicRule> Rules,
    string? DefaultPath,
    string? DeadLetterTopic,
    SubscriptionOrigin Origin)
{
    /// <summary>The app takes a list of events with every call, if so.</summary>
    public BulkSettings? Bulk { get; init; }

    /// <summary>The bytes on the broker are no envelope; one is made for the delivery.</summary>
    public bool IsRaw => Metadata.FirstOrDefault(m => m.Key.Equals("rawPayload", StringComparison.OrdinalIgnoreCase)).Value is { } text && Resources.Yaml.Truthy(text);
}

/// <summary>One route: taken when the expression matches the event.</summary>
internal sealed record TopicRule(string Match, string Path)
{
    private readonly RouteExpression expression = RouteExpression.Parse(Match);

    public bool Matches(System.Text.Json.JsonElement cloudEvent) => expression.IsTrue(cloudEvent);
}

/// <summary>Who declared a subscription.</summary>
internal enum SubscriptionOrigin
{
    Declarative,
    Programmatic,
    Streaming,
}

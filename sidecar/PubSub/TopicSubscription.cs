namespace Yilai.Sidecar.PubSub;

/// <summary>What an app wants of a topic, and where it takes it.</summary>
internal sealed record TopicSubscription(
    string PubSubName,
    string Topic,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<TopicRule> Rules,
    string? DefaultPath,
    string? DeadLetterTopic,
    SubscriptionOrigin Origin);

/// <summary>One route: taken when the expression matches the event.</summary>
internal sealed record TopicRule(string Match, string Path);

/// <summary>Who declared a subscription.</summary>
internal enum SubscriptionOrigin
{
    Declarative,
    Programmatic,
}

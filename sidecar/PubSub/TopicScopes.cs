using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.PubSub;

/// <summary>Who may publish and subscribe to what: publishingScopes, subscriptionScopes ("app1=t1,t2;app2="), allowedTopics and protectedTopics.</summary>
internal sealed class TopicScopes(ComponentMetadata metadata)
{
    private readonly HashSet<string> allowed = List(metadata.Text("allowedTopics"));
    private readonly HashSet<string> guarded = List(metadata.Text("protectedTopics"));
    private readonly Dictionary<string, HashSet<string>> publishing = Scopes(metadata.Text("publishingScopes"));
    private readonly Dictionary<string, HashSet<string>> subscribing = Scopes(metadata.Text("subscriptionScopes"));

    public bool MayPublish(string appId, string topic) => May(publishing, appId, topic);

    public bool MaySubscribe(string appId, string topic) => May(subscribing, appId, topic);

    private bool May(Dictionary<string, HashSet<string>> scopes, string appId, string topic)
    {
        if (allowed.Count > 0 && !allowed.Contains(topic))
            return false;
        return scopes.TryGetValue(appId, out var topics) ? topics.Contains(topic) : !guarded.Contains(topic);
    }

    private static Dictionary<string, HashSet<string>> Scopes(string? text) => (text ?? "")
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(s => s.Split('=', 2))
        .Where(s => s.Length == 2)
        .GroupBy(s => s[0].Trim(), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => List(g.Last()[1]), StringComparer.Ordinal);

    private static HashSet<string> List(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

using System.Net;
using System.Text.Json;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.PubSub;

/// <summary>Asks an app for its subscriptions (GET /dapr/subscribe) and adds those declared in YAML.</summary>
internal sealed class SubscriptionDiscovery(AppChannel channel, GrpcAppChannel grpc, ResourceSet resources, ILogger<SubscriptionDiscovery> log)
{
    /// <summary>What an app wants. When its own answer could not be understood, that is not the last word.</summary>
    internal sealed record Found(IReadOnlyList<TopicSubscription> Topics, bool IsCertain);

    public async Task<Found> FindAsync(AppRuntime app, CancellationToken cancellation)
    {
        var programmatic = app.IsGrpc ? await GrpcDiscovery.AskAsync(grpc, app, cancellation) : await AskAsync(app, cancellation);
        var declared = resources.Subscriptions.Where(s => s.IsFor(app.AppId)).Select(s => s.Subscription);
        // What the app itself says of a topic counts more than the YAML.
        return new Found([.. (programmatic ?? []).Concat(declared).DistinctBy(s => (s.PubSubName, s.Topic))], programmatic is not null);
    }

    public static bool AreSame(IReadOnlyList<TopicSubscription> one, IReadOnlyList<TopicSubscription> other) =>
        JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);

    /// <summary>Nothing when the answer is of no use; a server's error is worth asking again.</summary>
    private async Task<IReadOnlyList<TopicSubscription>?> AskAsync(AppRuntime app, CancellationToken cancellation)
    {
        using var response = await channel.GetAsync(app, "dapr/subscribe", cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return [];
        if (!response.IsSuccessStatusCode)
        {
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
                throw new HttpRequestException($"/dapr/subscribe answers {(int)response.StatusCode}");
            log.Unreadable(app.AppId, $"it answers {(int)response.StatusCode}");
            return null;
        }
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        try
        {
            return bytes.Length == 0 ? [] : [.. (JsonSerializer.Deserialize<SubscriptionJson?[]>(bytes, ApiJson.Options) ?? []).Select(Read).OfType<TopicSubscription>()];
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            log.Unreadable(app.AppId, error.Message);
            return null;
        }
    }

    /// <summary>An entry without a topic or a way into the app is no subscription.</summary>
    private static TopicSubscription? Read(SubscriptionJson? json)
    {
        if (json is not { PubSubName: { Length: > 0 } pubsub, Topic: { Length: > 0 } topic })
            return null;
        var rules = (json.Routes?.Rules ?? []).Where(r => r is { Path.Length: > 0 }).Select(r => new TopicRule(r!.Match ?? "", r.Path!)).ToList();
        var fallback = json.Routes?.Default is { Length: > 0 } byDefault ? byDefault : json.Route is { Length: > 0 } route ? route : null;
        return rules.Count == 0 && fallback is null ? null
            : new TopicSubscription(
                pubsub, topic, json.Metadata ?? [], rules, fallback, json.DeadLetterTopic is { Length: > 0 } dead ? dead : null, SubscriptionOrigin.Programmatic)
            {
                Bulk = json.BulkSubscribe is { Enabled: true } bulk ? BulkSettings.Read(bulk.MaxMessagesCount, bulk.MaxAwaitDurationMs) : null,
            };
    }

    private sealed record SubscriptionJson(
        string? PubSubName, string? Topic, string? Route, RoutesJson? Routes, Dictionary<string, string>? Metadata, string? DeadLetterTopic, BulkJson? BulkSubscribe);

    private sealed record RoutesJson(List<RuleJson?>? Rules, string? Default);

    private sealed record RuleJson(string? Match, string? Path);

    private sealed record BulkJson(bool Enabled, int? MaxMessagesCount, int? MaxAwaitDurationMs);
}

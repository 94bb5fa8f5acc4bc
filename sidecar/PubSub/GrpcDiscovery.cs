using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.PubSub;

/// <summary>ListTopicSubscriptions: what an app that speaks gRPC wants.</summary>
internal static class GrpcDiscovery
{
    public static async Task<IReadOnlyList<TopicSubscription>> AskAsync(GrpcAppChannel channel, AppRuntime app, CancellationToken cancellation)
    {
        var answer = await channel.ListAsync(app, AppMethods.ListTopicSubscriptions, cancellation);
        return [.. answer.Subscriptions.Where(s => s.PubsubName.Length > 0 && s.Topic.Length > 0).Select(Read)];
    }

    /// <summary>The path is only told to the app: every event comes by the same method.</summary>
    private static TopicSubscription Read(Dapr.AppCallback.Autogen.Grpc.v1.TopicSubscription message) => new(
        message.PubsubName,
        message.Topic,
        message.Metadata,
        [.. (message.Routes?.Rules ?? []).Select(r => new TopicRule(r.Match, r.Path))],
        message.Routes?.Default ?? "",
        message.DeadLetterTopic is { Length: > 0 } dead ? dead : null,
        SubscriptionOrigin.Programmatic)
    {
        Bulk = message.BulkSubscribe is { Enabled: true } bulk ? BulkSettings.Read(bulk.MaxMessagesCount, bulk.MaxAwaitDurationMs) : null,
    };
}

using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.PubSub;

/// <summary>ListTopicSubscriptions: what an app that speaks gRPC wants.</summary>
internal static class GrpcDiscovery
{
    public static async Task<IReadOnlyList<TopicSubscription>> AskAsync(GrpcAppChannel channel, AppRuntime app, CancellationToken cancellation)
    {
        try
        {
            var answer = await channel.CallAsync<Empty, ListTopicSubscriptionsResponse>(app, AppCallback.Descriptor, "ListTopicSubscriptions", new Empty(), cancellation);
            return [.. answer.Subscriptions.Where(s => s.PubsubName.Length > 0 && s.Topic.Length > 0).Select(Read)];
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return [];
        }
        catch (RpcException error)
        {
            throw new HttpRequestException($"ListTopicSubscriptions answers {error.StatusCode}: {error.Status.Detail}", error); // It will be asked again.
        }
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

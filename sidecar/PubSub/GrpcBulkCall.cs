using Dapr.AppCallback.Autogen.Grpc.v1;
using Grpc.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.PubSub;

/// <summary>OnBulkTopicEvent: many events with one call, to an app that speaks gRPC; older apps have it under AppCallbackAlpha.</summary>
internal sealed class GrpcBulkCall(AppRuntime app, TopicSubscription subscription, GrpcAppChannel channel, TimeProvider clock) : IBulkCall<TopicEventBulkRequestEntry>
{
    // Found out with the first call; an app that is replaced is subscribed anew.
    private bool isOld;

    public async Task<(Judgement Common, Dictionary<string, Judgement> Each)> SendAsync(string path, IReadOnlyList<TopicEventBulkRequestEntry> entries, CancellationToken cancellation)
    {
        var request = new TopicEventBulkRequest
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            PubsubName = subscription.PubSubName,
            Topic = subscription.Topic,
            Type = CloudEvent.BulkType,
            Path = path,
        };
        request.Entries.AddRange(entries);
        try
        {
            var answer = await AskAsync(request, cancellation);
            return (Judgement.Unmentioned, answer.Statuses.GroupBy(s => s.EntryId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => StreamTaker.Of(g.Last().Status), StringComparer.Ordinal));
        }
        catch (RpcException error)
        {
            return (Judgement.Of(error, "OnBulkTopicEvent"), []);
        }
    }

    /// <summary>A CloudEvent, or for a raw subscription the bytes as the broker had them.</summary>
    public TopicEventBulkRequestEntry Entry(string id, TopicMessage message, ReceivedEvent received)
    {
        var one = TopicEventMessage.Build(received.CloudEvent, subscription, path: "");
        var built = new TopicEventBulkRequestEntry { EntryId = id };
        foreach (var (name, value) in message.Metadata)
            built.Metadata[name] = value;
        if (subscription.IsRaw)
        {
            (built.Bytes, built.ContentType) = (one.Data, "application/octet-stream");
            return built;
        }
        built.ContentType = CloudEvent.ContentType;
        built.CloudEvent = new TopicEventCERequest
        {
            Id = one.Id,
            Source = one.Source,
            Type = one.Type,
            SpecVersion = one.SpecVersion,
            DataContentType = one.DataContentType,
            Data = one.Data,
            Extensions = one.Extensions,
        };
        return built;
    }

    private async Task<TopicEventBulkResponse> AskAsync(TopicEventBulkRequest request, CancellationToken cancellation)
    {
        try
        {
            if (!isOld)
                return await channel.CallAsync(app, AppMethods.OnBulkTopicEvent, request, cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            isOld = true;
        }
        return await channel.CallAsync(app, AppMethods.OnBulkTopicEventAlpha1, request, cancellation);
    }
}

using System.Text.Json;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Grpc.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.PubSub;

/// <summary>OnBulkTopicEvent: many events with one call, to an app that speaks gRPC; older apps have it under AppCallbackAlpha.</summary>
internal sealed class GrpcBulkCall(AppRuntime app, TopicSubscription subscription, GrpcAppChannel channel, TimeProvider clock) : IBulkCall
{
    // Found out with the first call; an app that is replaced is subscribed anew.
    private bool isOld;

    public async Task<(Judgement Common, Dictionary<string, Judgement> Each)> SendAsync(string path, IReadOnlyList<BulkEntry> entries, CancellationToken cancellation)
    {
        var request = new TopicEventBulkRequest
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            PubsubName = subscription.PubSubName,
            Topic = subscription.Topic,
            Type = CloudEvent.BulkType,
            Path = path,
        };
        request.Entries.AddRange(entries.Select(e => Build(e, path)));
        try
        {
            var answer = await AskAsync(request, cancellation);
            return (BulkTaker.Unmentioned, answer.Statuses.GroupBy(s => s.EntryId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => StreamTaker.Of(g.Last().Status), StringComparer.Ordinal));
        }
        catch (RpcException error)
        {
            return (Judgement.Of(error, "OnBulkTopicEvent"), []);
        }
    }

    private async Task<TopicEventBulkResponse> AskAsync(TopicEventBulkRequest request, CancellationToken cancellation)
    {
        try
        {
            if (!isOld)
                return await channel.CallAsync<TopicEventBulkRequest, TopicEventBulkResponse>(app, AppCallback.Descriptor, "OnBulkTopicEvent", request, cancellation);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            isOld = true;
        }
        return await channel.CallAsync<TopicEventBulkRequest, TopicEventBulkResponse>(app, AppCallbackAlpha.Descriptor, "OnBulkTopicEventAlpha1", request, cancellation);
    }

    /// <summary>A CloudEvent, or for a raw subscription the bytes as the broker had them.</summary>
    private TopicEventBulkRequestEntry Build(BulkEntry entry, string path)
    {
        using var json = JsonDocument.Parse(entry.Event);
        var one = TopicEventMessage.Build(json.RootElement, subscription, path);
        var built = new TopicEventBulkRequestEntry { EntryId = entry.Id };
        foreach (var (name, value) in entry.Metadata)
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
}

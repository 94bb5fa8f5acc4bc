using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.PubSub;

/// <summary>The publishing methods of the gRPC API.</summary>
internal sealed class PublishGrpcApi(Publisher publisher) : IGrpcApi
{
    public void Bind(GrpcMethods methods)
    {
        methods.Unary<PublishEventRequest, Empty>("PublishEvent", PublishAsync);
        methods.Unary<BulkPublishRequest, BulkPublishResponse>("BulkPublishEvent", PublishManyAsync);
        methods.Unary<BulkPublishRequest, BulkPublishResponse>("BulkPublishEventAlpha1", PublishManyAsync);
    }

    private async Task<Empty> PublishAsync(GrpcCall call, PublishEventRequest request)
    {
        await publisher.PublishAsync(call.App, request.PubsubName, request.Topic, request.Data.Memory, request.DataContentType, request.Metadata, call.Cancellation);
        return new Empty();
    }

    private async Task<BulkPublishResponse> PublishManyAsync(GrpcCall call, BulkPublishRequest request)
    {
        var entries = request.Entries.Select(e => new Publisher.Entry(e.EntryId, e.Event.Memory, e.ContentType, Merge(request.Metadata, e.Metadata))).ToList();
        var failed = await publisher.PublishManyAsync(call.App, request.PubsubName, request.Topic, entries, call.Cancellation);
        var response = new BulkPublishResponse();
        response.FailedEntries.AddRange(failed.Select(f => new BulkPublishResponseFailedEntry { EntryId = f.EntryId, Error = f.Error }));
        return response;
    }

    private static Dictionary<string, string> Merge(IDictionary<string, string> common, IDictionary<string, string> own)
    {
        var merged = new Dictionary<string, string>(common, StringComparer.Ordinal);
        foreach (var (name, value) in own)
            merged[name] = value;
        return merged;
    }
}

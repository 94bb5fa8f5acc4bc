using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Rpc;
using static Dapr.Client.Autogen.Grpc.v1.StateOptions.Types;

namespace Yilai.Sidecar.State;

/// <summary>The state methods of the gRPC API.</summary>
internal sealed class StateGrpcApi : IGrpcApi
{
    public void Bind(GrpcMethods methods)
    {
        methods.Unary<GetStateRequest, GetStateResponse>("GetState", GetAsync);
        methods.Unary<GetBulkStateRequest, GetBulkStateResponse>("GetBulkState", GetManyAsync);
        methods.Unary<SaveStateRequest, Empty>("SaveState", SaveAsync);
        methods.Unary<DeleteStateRequest, Empty>("DeleteState", DeleteAsync);
        methods.Unary<DeleteBulkStateRequest, Empty>("DeleteBulkState", DeleteManyAsync);
        methods.Unary<ExecuteStateTransactionRequest, Empty>("ExecuteStateTransaction", TransactAsync);
        methods.Unary<QueryStateRequest, QueryStateResponse>("QueryStateAlpha1", (call, request) =>
        {
            StateOperations.Require(call.App, request.StoreName);
            throw StateErrors.NoQueries(request.StoreName);
        });
    }

    private static async Task<GetStateResponse> GetAsync(GrpcCall call, GetStateRequest request)
    {
        var value = await StateOperations.GetAsync(call.App, request.StoreName, request.Key, call.Cancellation);
        if (value is null)
            return new GetStateResponse();
        var response = new GetStateResponse { Data = UnsafeByteOperations.UnsafeWrap(value.Data), Etag = value.ETag };
        if (value.ExpiresAt is { } expires)
            response.Metadata["ttlExpireTime"] = StateHttpApi.Rfc3339(expires);
        return response;
    }

    private static async Task<GetBulkStateResponse> GetManyAsync(GrpcCall call, GetBulkStateRequest request)
    {
        var values = await StateOperations.GetManyAsync(call.App, request.StoreName, request.Keys, call.Cancellation);
        var response = new GetBulkStateResponse();
        foreach (var (key, value) in values)
        {
            var item = new BulkStateItem { Key = key };
            if (value is not null)
            {
                item.Data = UnsafeByteOperations.UnsafeWrap(value.Data);
                item.Etag = value.ETag;
                if (value.ExpiresAt is { } expires)
                    item.Metadata["ttlExpireTime"] = StateHttpApi.Rfc3339(expires);
            }
            response.Items.Add(item);
        }
        return response;
    }

    private static async Task<Empty> SaveAsync(GrpcCall call, SaveStateRequest request)
    {
        await StateOperations.SaveAsync(call.App, request.StoreName, [.. request.States.Select(s => Read(s))], call.Cancellation);
        return new Empty();
    }

    private static async Task<Empty> DeleteAsync(GrpcCall call, DeleteStateRequest request)
    {
        var item = new StateRequest(Key(request.Key), null, request.Etag?.Value, Concurrency(request.Options), Consistency(request.Options), request.Metadata);
        await StateOperations.DeleteAsync(call.App, request.StoreName, item, call.Cancellation);
        return new Empty();
    }

    private static async Task<Empty> DeleteManyAsync(GrpcCall call, DeleteBulkStateRequest request)
    {
        StateOperations.Require(call.App, request.StoreName);
        foreach (var item in request.States)
            await StateOperations.DeleteAsync(call.App, request.StoreName, Read(item, isDelete: true), call.Cancellation, "bulk_delete");
        return new Empty();
    }

    private static async Task<Empty> TransactAsync(GrpcCall call, ExecuteStateTransactionRequest request)
    {
        var items = request.Operations.Select(o => o.OperationType switch
        {
            "upsert" => Read(o.Request ?? new StateItem()),
            "delete" => Read(o.Request ?? new StateItem(), isDelete: true),
            _ => throw StateErrors.UnknownOperation(o.OperationType),
        }).ToList();
        await StateOperations.TransactAsync(call.App, request.StoreName, items, call.Cancellation);
        return new Empty();
    }

    private static StateRequest Read(StateItem item, bool isDelete = false) =>
        new(Key(item.Key), isDelete ? null : item.Value.Memory, item.Etag?.Value, Concurrency(item.Options), Consistency(item.Options), item.Metadata);

    private static string Key(string key) => key.Length > 0 ? key : throw ApiError.Malformed("\"key\" is a required field");

    private static string? Concurrency(StateOptions? options) => options?.Concurrency switch
    {
        StateConcurrency.ConcurrencyFirstWrite => "first-write",
        StateConcurrency.ConcurrencyLastWrite => "last-write",
        _ => null,
    };

    private static string? Consistency(StateOptions? options) => options?.Consistency switch
    {
        StateConsistency.ConsistencyStrong => "strong",
        StateConsistency.ConsistencyEventual => "eventual",
        _ => null,
    };
}

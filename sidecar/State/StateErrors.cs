using Grpc.Core;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.State;

/// <summary>The errors of the state API.</summary>
internal static class StateErrors
{
    public static ApiError NotConfigured(string store) =>
        new(500, StatusCode.FailedPrecondition, "ERR_STATE_STORE_NOT_CONFIGURED", $"state store {store} is not configured")
        {
            Reason = "DAPR_STATE_NOT_CONFIGURED",
            Resource = ("state", store),
        };

    public static ApiError NotFound(string store) =>
        new(400, StatusCode.InvalidArgument, "ERR_STATE_STORE_NOT_FOUND", $"state store {store} is not found")
        {
            Reason = "DAPR_STATE_NOT_FOUND",
            Resource = ("state", store),
        };

    public static ApiError Get(string key, string store, Exception error) =>
        new(500, StatusCode.Internal, "ERR_STATE_GET", $"fail to get {key} from state store {store}: {error.Message}");

    public static ApiError BulkGet(string store, Exception error) =>
        new(500, StatusCode.Internal, "ERR_STATE_BULK_GET", $"failed to get keys from state store {store}: {error.Message}");

    public static ApiError Save(string store, Exception error) => Write("ERR_STATE_SAVE", $"failed saving state in state store {store}: {error.Message}", error);

    public static ApiError Delete(string key, string store, Exception error) => Write("ERR_STATE_DELETE", $"failed deleting state with key {key}: {error.Message}", error);

    public static ApiError Transaction(string store, Exception error) =>
        new(500, StatusCode.Internal, "ERR_STATE_TRANSACTION", $"error while executing state transaction in state store {store}: {error.Message}");

    public static ApiError NotTransactional(string store) =>
        new(500, StatusCode.Unimplemented, "ERR_STATE_STORE_NOT_SUPPORTED", $"state store {store} doesn't support transactions")
        {
            Reason = "DAPR_STATE_TRANSACTIONS_NOT_SUPPORTED",
            Resource = ("state", store),
        };

    public static ApiError UnknownOperation(string operation) =>
        new(400, StatusCode.Unimplemented, "ERR_NOT_SUPPORTED_STATE_OPERATION", $"operation type {operation} not supported");

    public static ApiError NoQueries(string store) =>
        new(500, StatusCode.Internal, "ERR_STATE_STORE_NOT_SUPPORTED", $"state store {store} doesn't support querying")
        {
            Reason = "DAPR_STATE_QUERYING_NOT_SUPPORTED",
            Resource = ("state", store),
        };

    private static ApiError Write(string code, string message, Exception error) => error switch
    {
        ETagException { Malformed: true } => new ApiError(400, StatusCode.InvalidArgument, code, message),
        ETagException => new ApiError(409, StatusCode.Aborted, code, message),
        _ => new ApiError(500, StatusCode.Internal, code, message),
    };
}

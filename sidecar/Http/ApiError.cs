using Grpc.Core;

namespace Yilai.Sidecar.Http;

/// <summary>A refusal, in Dapr's terms: what the HTTP API and the gRPC API answer.</summary>
internal sealed class ApiError(int status, StatusCode rpc, string code, string message) : Exception(message)
{
    public int Status => status;

    public StatusCode Rpc => rpc;

    public string Code => code;

    /// <summary>The reason in the rich details (e.g. DAPR_STATE_NOT_FOUND); nothing for the errors that have none.</summary>
    public string? Reason { get; init; }

    /// <summary>The resource the details name.</summary>
    public (string Type, string Name)? Resource { get; init; }

    /// <summary>A request that cannot be understood.</summary>
    public static ApiError Malformed(string message) => new(StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, "ERR_MALFORMED_REQUEST", message);
}

using Grpc.Core;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Unconfigured;

/// <summary>
/// The building blocks that this sidecar has no component for. They answer as daprd does when nothing is configured for
/// them, so that an SDK tells its user the same.
/// </summary>
internal sealed class UnconfiguredBlocks : IHttpApi
{
    private static readonly ApiError Configuration = new(500, StatusCode.FailedPrecondition, "ERR_CONFIGURATION_STORE_NOT_CONFIGURED", "configuration stores not configured");
    private static readonly ApiError Lock = new(500, StatusCode.FailedPrecondition, "ERR_LOCK_STORE_NOT_CONFIGURED", "lock store is not configured");
    private static readonly ApiError Cryptography = new(500, StatusCode.Internal, "ERR_CRYPTO_PROVIDERS_NOT_CONFIGURED", "crypto providers not configured");
    private static readonly ApiError Jobs = new(500, StatusCode.Internal, "DAPR_SCHEDULER_SCHEDULE_JOB", "failed to use the scheduler: the embedded sidecar has none for jobs");

    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Get, "configuration/{**store}", _ => throw Configuration),
        new(ApiRoute.Post, "lock/{store}", _ => throw Lock),
        new(ApiRoute.Post, "unlock/{store}", _ => throw Lock),
        new(ApiRoute.Any, "crypto/{**name}", _ => throw Cryptography),
        new(ApiRoute.Any, "subtlecrypto/{**name}", _ => throw Cryptography),
        new(ApiRoute.Post, "conversation/{name}/{action}", call => throw Conversation($" {call[0]}")),
        new(ApiRoute.Any, "jobs/{name}", _ => throw Jobs),
    ];

    /// <summary>The answer to a method of the gRPC API that no building block of this sidecar has.</summary>
    public static ApiError Of(string method) => method switch
    {
        _ when method.Contains("Configuration", StringComparison.Ordinal) => Configuration,
        "TryLockAlpha1" or "UnlockAlpha1" => Lock,
        "EncryptAlpha1" or "DecryptAlpha1" => Cryptography,
        _ when method.StartsWith("Subtle", StringComparison.Ordinal) => Cryptography,
        _ when method.StartsWith("Converse", StringComparison.Ordinal) => Conversation(""),
        _ when method.Contains("Job", StringComparison.Ordinal) => Jobs,
        _ => new ApiError(501, StatusCode.Unimplemented, "ERR_METHOD_NOT_FOUND", $"the embedded sidecar has no method {method}"),
    };

    private static ApiError Conversation(string name) =>
        new(400, StatusCode.InvalidArgument, "ERR_CONVERSATION_NOT_FOUND", $"failed finding conversation component{name}");
}

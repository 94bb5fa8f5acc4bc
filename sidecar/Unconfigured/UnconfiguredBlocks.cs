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

    public IReadOnlyList<string> Names => ["configuration", "lock", "unlock", "crypto", "subtlecrypto", "conversation", "jobs"];

    public Task? Handle(ApiCall call)
    {
        var block = call.Http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)[1];
        return (block, call) switch
        {
            ("configuration", { IsGet: true, Count: > 0 }) => Refuse(Configuration),
            ("lock" or "unlock", { IsPost: true, Count: 1 }) => Refuse(Lock),
            ("crypto" or "subtlecrypto", { Count: > 0 }) => Refuse(Cryptography),
            ("conversation", { IsPost: true, Count: 2 }) => Refuse(Conversation($" {call[0]}")),
            ("jobs", { Count: 1 }) => Refuse(Jobs),
            _ => null,
        };
    }

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

    private static Task Refuse(ApiError error) => throw error;
}

using Grpc.Core;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Resources;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Secrets;

/// <summary>What the secrets API does, for HTTP and gRPC alike.</summary>
internal sealed class SecretOperations(ResourceSet resources)
{
    public async Task<IReadOnlyDictionary<string, string>> GetAsync(AppRuntime app, string store, string name, CancellationToken cancellation)
    {
        var component = Open(app, store);
        if (!IsAllowed(store, name))
            throw new ApiError(403, StatusCode.PermissionDenied, "ERR_PERMISSION_DENIED", $"access denied by policy to get \"{name}\" from \"{store}\"");
        try
        {
            return await Timed.DoAsync(app.Metrics?.Secrets, () => component.GetAsync(name, cancellation), store, "get");
        }
        catch (SecretException error)
        {
            throw new ApiError(500, StatusCode.Internal, "ERR_SECRET_GET", $"failed getting secret with key {name} from secret store {store}: {error.Message}");
        }
    }

    public async Task<IReadOnlyList<KeyValuePair<string, IReadOnlyDictionary<string, string>>>> GetAllAsync(AppRuntime app, string store, CancellationToken cancellation)
    {
        var component = Open(app, store);
        var secrets = await Timed.DoAsync(app.Metrics?.Secrets, () => component.GetAllAsync(cancellation), store, "bulk_get");
        return [.. secrets.Where(s => IsAllowed(store, s.Key))];
    }

    private bool IsAllowed(string store, string name) => resources.SecretScopes.FirstOrDefault(s => s.StoreName == store)?.Allows(name) ?? true;

    private static ISecretStore Open(AppRuntime app, string store) =>
        app.Components.Find<ISecretStore>(store) ?? throw (app.Components.Has<ISecretStore>()
            ? new ApiError(401, StatusCode.InvalidArgument, "ERR_SECRET_STORE_NOT_FOUND", $"failed finding secret store with key {store}")
            : new ApiError(500, StatusCode.FailedPrecondition, "ERR_SECRET_STORES_NOT_CONFIGURED", "secret store is not configured"));
}

using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Resources;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Actors;

/// <summary>The state of actors, under Dapr's keys: app, type, id, key.</summary>
internal sealed class ActorState(ActorHosts hosts, ActorTurns turns, ResourceSet resources)
{
    private const string Separator = "||";

    public static ITransactionalStateStore Store(AppRuntime app) => ActorStateStore.Of(app) ?? throw ActorErrors.NoRuntime();

    public async Task<StateValue?> GetAsync(AppRuntime app, ActorKey actor, string key, CancellationToken cancellation)
    {
        var store = Store(app);
        await hosts.ReadAsync(app, cancellation);
        return await GuardAsync(() => store.GetAsync(Key(app, actor, key), cancellation), ActorErrors.StateGet, cancellation);
    }

    /// <summary>All of it or nothing. Only an actor that is active has state to write.</summary>
    public async Task TransactAsync(AppRuntime app, ActorKey actor, IReadOnlyList<ActorWrite> writes, CancellationToken cancellation)
    {
        var store = Store(app);
        await hosts.ReadAsync(app, cancellation);
        if (turns.Find(app, actor) is null)
            throw ActorErrors.Missing();
        await GuardAsync(
            async () =>
            {
                var all = writes.Select(w => Write(app, actor, w)).ToList();
                if (all.Count > 0)
                    await store.TransactAsync(all, cancellation);
                return true;
            },
            ActorErrors.StateTransaction,
            cancellation);
    }

    /// <summary>Everything a store throws is the store's failure, save what the caller gave up.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work, Func<Exception, ApiError> toError, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is not ApiError && !(error is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            throw toError(error);
        }
    }

    private StateWrite Write(AppRuntime app, ActorKey actor, ActorWrite write)
    {
        if (string.IsNullOrEmpty(write.Key))
            throw new StateException("missing key");
        if (write.Metadata?.ContainsKey("ttlInSeconds") == true && !resources.Features.Contains("ActorStateTTL", StringComparer.Ordinal))
            throw new StateException("ttlInSeconds is not supported without the \"ActorStateTTL\" feature enabled");
        var request = new StateRequest(write.Key, write.Value, null, null, null, write.Metadata ?? new Dictionary<string, string>());
        return new StateWrite(Key(app, actor, write.Key), write.Value, null, FirstWrite: false, request.TimeToLive());
    }

    private static string Key(AppRuntime app, ActorKey actor, string key) =>
        key.Contains(Separator, StringComparison.Ordinal)
            ? throw new StateException($"input key '{key}' can't contain '{Separator}'")
            : string.Join(Separator, app.AppId, actor.Type, actor.Id, key);
}

/// <summary>A value to set or, without one, a key to delete.</summary>
internal sealed record ActorWrite(string? Key, ReadOnlyMemory<byte>? Value, IReadOnlyDictionary<string, string>? Metadata);

using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.State;

/// <summary>What the state API does, for HTTP and gRPC alike.</summary>
internal static class StateOperations
{
    private const string Kind = "Statestore";

    public static async Task<StateValue?> GetAsync(AppRuntime app, string store, string key, CancellationToken cancellation)
    {
        var (component, keys) = Open(app, store);
        var stored = keys.Stored(key);
        using var span = Spans.State("get", store, app);
        return await Guard(app, store, "get", c => component.GetAsync(stored, c), e => StateErrors.Get(key, store, e), cancellation);
    }

    /// <summary>One value a key, found ones first; a missing one has no data.</summary>
    public static async Task<IReadOnlyList<(string Key, StateValue? Value)>> GetManyAsync(AppRuntime app, string store, IReadOnlyList<string> wanted, CancellationToken cancellation)
    {
        var (component, keys) = Open(app, store);
        if (wanted.Count == 0)
            return [];
        var stored = wanted.Select(keys.Stored).Distinct(StringComparer.Ordinal).ToList();
        using var span = Spans.State("bulk-get", store, app);
        var found = await Guard(app, store, "bulk_get", c => component.GetManyAsync(stored, c), e => StateErrors.BulkGet(store, e), cancellation);
        var there = found.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. found.Select(f => (StateKeys.Original(f.Key), (StateValue?)f)),
            .. stored.Where(k => !there.Contains(k)).Select(k => (StateKeys.Original(k), (StateValue?)null)),
        ];
    }

    /// <summary>Each item for itself; the first failure is reported, an ETag's before others.</summary>
    public static async Task SaveAsync(AppRuntime app, string store, IReadOnlyList<StateRequest> items, CancellationToken cancellation)
    {
        var (component, keys) = Open(app, store);
        using var span = Spans.State("save", store, app);
        var since = app.Metrics?.Now ?? 0;
        Exception? failure = null;
        foreach (var item in items)
        {
            try
            {
                var write = item.ToWrite(keys);
                await app.Policies.OutboundAsync(app, store, Kind, c => Done(component.WriteAsync(write, c)), cancellation);
            }
            catch (Exception error) when (IsStoreFailure(error, cancellation))
            {
                failure = failure is null || error is ETagException && failure is not ETagException ? error : failure;
            }
        }
        app.Metrics?.State.Add(since, store, "set", failure is null ? "true" : "false");
        if (failure is not null)
            throw StateErrors.Save(store, failure);
    }

    public static async Task DeleteAsync(AppRuntime app, string store, StateRequest item, CancellationToken cancellation, string operation = "delete")
    {
        var (component, keys) = Open(app, store);
        using var span = Spans.State("delete", store, app);
        await Guard(app, store, operation, c => Done(component.WriteAsync(item.ToWrite(keys), c)), e => StateErrors.Delete(item.Key, store, e), cancellation);
    }

    public static async Task TransactAsync(AppRuntime app, string store, IReadOnlyList<StateRequest> items, CancellationToken cancellation)
    {
        var (component, keys) = Open(app, store);
        if (component is not ITransactionalStateStore transactional)
            throw StateErrors.NotTransactional(store);
        if (items.Count == 0)
            return;
        using var span = Spans.State("transaction", store, app);
        await Guard(app, store, "transaction", c => Done(transactional.TransactAsync([.. items.Select(i => i.ToWrite(keys))], c)), e => StateErrors.Transaction(store, e), cancellation);
    }

    /// <summary>Says whether the store is there, for requests that need no more of it.</summary>
    public static void Require(AppRuntime app, string store) => Open(app, store);

    private static (IStateStore Store, StateKeys Keys) Open(AppRuntime app, string store)
    {
        if (app.Components.Find(store) is { Instance: IStateStore component } loaded)
            return (component, new StateKeys(loaded, app.AppId));
        throw app.Components.Has<IStateStore>() ? StateErrors.NotFound(store) : StateErrors.NotConfigured(store);
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private static async Task<T> Guard<T>(AppRuntime app, string store, string operation, Func<CancellationToken, Task<T>> work, Func<Exception, ApiError> toError, CancellationToken cancellation)
    {
        try
        {
            return await Timed.DoAsync(app.Metrics?.State, () => app.Policies.OutboundAsync(app, store, Kind, work, cancellation), store, operation);
        }
        catch (Exception error) when (IsStoreFailure(error, cancellation))
        {
            throw toError(error);
        }
    }

    /// <summary>Everything a store throws is the store's failure, save what was refused before it and what the caller gave up.</summary>
    private static bool IsStoreFailure(Exception error, CancellationToken cancellation) =>
        error is not ApiError && !(error is OperationCanceledException && cancellation.IsCancellationRequested);
}

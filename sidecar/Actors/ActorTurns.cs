using System.Collections.Concurrent;
using System.Net;
using Prometheus;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Actors;

/// <summary>The actors in memory of the apps: activates them with their first call, gives each call its turn, and lets idle ones go.</summary>
internal sealed class ActorTurns(AppChannel channel, TimeProvider clock, ILogger<ActorTurns> log) : IAppService
{
    public const string ChainHeader = "Dapr-Reentrancy-Id";

    private readonly ConcurrentDictionary<ActorKey, ActiveActor> active = new();

    /// <summary>How many actors of each type an app has in memory.</summary>
    public IEnumerable<(string Type, int Count)> CountsOf(AppRuntime app) =>
        active.Values.Where(a => a.Host == app).GroupBy(a => a.Key.Type, (type, actors) => (type, actors.Count()));

    public ActiveActor? Find(AppRuntime app, ActorKey key) => active.TryGetValue(key, out var actor) && actor.Host == app ? actor : null;

    public Task AppUpAsync(AppRuntime app, CancellationToken cancellation) => Task.CompletedTask;

    public Task AppDownAsync(AppRuntime app)
    {
        foreach (var (key, actor) in active)
            if (actor.Host == app && active.TryRemove(key, out _))
                actor.End();
        return Task.CompletedTask;
    }

    /// <summary>Calls the actor when its turn has come; nothing if the call was not wanted any more.</summary>
    public async Task<ActorAnswer?> CallAsync(AppRuntime host, ActorType type, ActorCall call, CancellationToken cancellation)
    {
        var chain = type.Reentrant ? call.Chain ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString() : null;
        while (true)
        {
            if (!call.IsWanted())
                return null;
            var actor = Activate(host, type, call.Actor);
            if (actor.Host != host)
            {
                await DeactivateAsync(actor, onlyIfIdle: false); // Its type has got another host, whose it is now.
                continue;
            }
            bool entered;
            using (host.Metrics?.PendingCalls.WithLabels([type.Name]).TrackInProgress())
                entered = await actor.Turns.EnterAsync(chain, type.MaxStackDepth, cancellation);
            if (!entered)
                continue;
            try
            {
                if (!call.IsWanted())
                    return null;
                actor.Touch();
                return await host.Policies.ActorTurnAsync(host, type.Name, token => SendAsync(host, call, chain, token), cancellation);
            }
            finally
            {
                actor.Turns.Exit();
            }
        }
    }

    private ActiveActor Activate(AppRuntime host, ActorType type, ActorKey key)
    {
        if (active.TryGetValue(key, out var there))
            return there;
        var actor = new ActiveActor(key, host, type, clock);
        var winner = active.GetOrAdd(key, actor);
        if (winner == actor)
            actor.WatchIdle(a => _ = DeactivateAsync(a, onlyIfIdle: true));
        return winner;
    }

    private async Task<ActorAnswer> SendAsync(AppRuntime host, ActorCall call, string? chain, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(call.Body);
        if (call.ContentType is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        var headers = chain is null ? call.Headers : call.Headers.Where(h => !h.Key.Equals(ChainHeader, StringComparison.OrdinalIgnoreCase)).Append(new(ChainHeader, chain));
        using var response = await channel.SendAsync(host, HttpMethod.Put, $"{call.Actor.Path}/method/{call.Method}", body, headers, cancellation);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw new ActorServiceException($"actor method not found: {call.Actor.Path}/method/{call.Method}", permanent: true);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new ActorServiceException($"error from actor service: ({(int)response.StatusCode}) {System.Text.Encoding.UTF8.GetString(bytes)}", permanent: false);
        return new ActorAnswer(bytes, response.Content.Headers.ContentType?.ToString(), [.. response.Headers]);
    }

    /// <summary>Deactivation takes its turn like a call. Who waits behind it wakes the actor anew.</summary>
    private async Task DeactivateAsync(ActiveActor actor, bool onlyIfIdle)
    {
        if (!await actor.Turns.EnterAsync(null, 1, CancellationToken.None))
            return;
        try
        {
            if (onlyIfIdle && !actor.IsIdle)
            {
                actor.WatchOn();
                return;
            }
            actor.StopTimers();
            using var response = await channel.SendAsync(actor.Host, HttpMethod.Delete, actor.Key.Path, null, [], actor.Host.ShuttingDown);
            if (response.StatusCode == HttpStatusCode.OK)
                actor.Host.Metrics?.Deactivated.WithLabels(actor.Key.Type).Inc();
            else
                Failed(actor, $"the app answers {(int)response.StatusCode}");
            Forget(actor);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            Failed(actor, error.Message);
            Forget(actor);
        }
        finally
        {
            actor.Turns.Exit();
        }
    }

    private void Failed(ActiveActor actor, string reason)
    {
        actor.Host.Metrics?.NotDeactivated.WithLabels(actor.Key.Type).Inc();
        log.NotDeactivated(actor.Key.Type, reason);
    }

    private void Forget(ActiveActor actor)
    {
        active.TryRemove(KeyValuePair.Create(actor.Key, actor));
        actor.End();
    }
}

internal static partial class ActorTurnsLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "An actor of type {ActorType} did not end as it should: {Reason}")]
    public static partial void NotDeactivated(this ILogger log, string actorType, string reason);
}

using System.Collections.Concurrent;
using System.Text.Json;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Actors;

/// <summary>
/// Waits for reminders and fires them, while the app that hosts their type is there. What is in the store counts: it is
/// looked at before each firing and changed by its ETag, so that a second process of the app cannot tear a reminder.
/// </summary>
internal sealed class ReminderClock(ActorHosts hosts, ActorInvocation invocation, TimeProvider clock, ILogger<ReminderClock> log) : IAppService
{
    private const int Retries = 3;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> lookers = new(StringComparer.Ordinal);

    private sealed record Running(AppRuntime App, CancellationTokenSource Stop);

    public Task AppUpAsync(AppRuntime app, CancellationToken cancellation)
    {
        if (lookers.TryRemove(app.AppId, out var before))
            before.Cancel();
        if (hosts.Of(app).Count > 0 && ActorStateStore.Of(app) is { } store)
        {
            var stop = lookers[app.AppId] = new CancellationTokenSource();
            _ = LookAsync(app, store, stop.Token);
        }
        return Task.CompletedTask;
    }

    public Task AppDownAsync(AppRuntime app)
    {
        if (lookers.TryRemove(app.AppId, out var looker))
            looker.Cancel();
        foreach (var (key, reminder) in running)
            if (reminder.App == app)
                Stop(key);
        return Task.CompletedTask;
    }

    /// <summary>Begins to wait for a reminder. One that is just as it was is left alone.</summary>
    public void Start(AppRuntime app, ITransactionalStateStore store, string key, DateTimeOffset next, bool anew)
    {
        var reminder = new Running(app, new CancellationTokenSource());
        while (!running.TryAdd(key, reminder))
        {
            if (!anew)
                return;
            Stop(key);
        }
        _ = RunAsync(reminder, store, key, next);
    }

    /// <summary>A firing that is under way is led to its end: an actor may stop a reminder while it is reminded.</summary>
    public void Stop(string key)
    {
        if (running.TryRemove(key, out var reminder))
            reminder.Stop.Cancel();
    }

    /// <summary>Takes up what is in the store: at first, and now and then what other processes left behind.</summary>
    private async Task LookAsync(AppRuntime app, ITransactionalStateStore store, CancellationToken stop)
    {
        try
        {
            while (store is IListingStateStore listing)
            {
                foreach (var type in hosts.Of(app).Keys)
                    foreach (var key in await PersistAsync(type, token => listing.KeysAsync(Reminder.Prefix(type), "", token), stop))
                        Start(app, store, key, DateTimeOffset.MinValue, anew: false);
                await Task.Delay(LookAgain, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The app has gone; its reminders wait in the store.
        }
    }

    private async Task RunAsync(Running reminder, ITransactionalStateStore store, string key, DateTimeOffset next)
    {
        var stop = reminder.Stop.Token;
        try
        {
            while (true)
            {
                await clock.DelayUntilAsync(next, stop);
                if (await PersistAsync(key, token => store.GetAsync(key, token), stop) is not { } kept)
                    return;
                var current = Reminder.Read(kept);
                next = current.Next;
                if (next > clock.GetUtcNow())
                    continue;
                if (!await FireAsync(reminder.App, current, stop))
                    continue;
                if (await PersistAsync(key, token => AdvanceAsync(store, kept, current, token), stop) is not { } later)
                    return;
                next = later;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || reminder.App.IsShutDown)
        {
            // Stopped, replaced, or its app has gone.
        }
        catch (JsonException broken)
        {
            log.KeptUnreadable(key, broken.Message);
        }
        finally
        {
            running.TryRemove(KeyValuePair.Create(key, reminder));
        }
    }

    /// <summary>The next time; nothing when it is over. One that was changed meanwhile is looked at again at once.</summary>
    private async Task<DateTimeOffset?> AdvanceAsync(ITransactionalStateStore store, StateValue kept, Reminder current, CancellationToken cancellation)
    {
        var advanced = current.Advance(clock.GetUtcNow());
        try
        {
            ReadOnlyMemory<byte>? value = advanced is null ? default(ReadOnlyMemory<byte>?) : advanced.ToBytes();
            await store.WriteAsync(new StateWrite(kept.Key, value, kept.ETag, FirstWrite: false, null), cancellation);
            return advanced?.Next;
        }
        catch (ETagException)
        {
            return DateTimeOffset.MinValue;
        }
    }

    /// <summary>Three more tries, then this time is dropped. While nobody hosts the type, it is not tried at all: false.</summary>
    private async Task<bool> FireAsync(AppRuntime app, Reminder reminder, CancellationToken stop)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                // What has begun is not broken off by a stop; only an actor that is busy is not waited for any more.
                var call = ActorCall.Own(reminder.Actor, "remind", reminder.Name, reminder.Body()) with { IsWanted = () => !stop.IsCancellationRequested };
                var answer = await invocation.CallAsync(call, app.ShuttingDown);
                stop.ThrowIfCancellationRequested();
                if (answer is { IsFailure: false })
                {
                    app.Metrics?.RemindersFired.WithLabels(reminder.Type, "true").Inc();
                    return true;
                }
                log.Failed(reminder.Name, reminder.Type, "the actor threw");
            }
            catch (ApiError nobody) when (nobody.Code == "ERR_ACTOR_NO_ADDRESS")
            {
                await Task.Delay(Wait, clock, stop);
                return false;
            }
            catch (HttpRequestException absent) when (AppChannel.IsAbsent(absent))
            {
                await Task.Delay(Wait, clock, stop);
                return false;
            }
            catch (Exception error) when (error is ApiError or ActorServiceException or HttpRequestException or IOException or TimeoutException)
            {
                log.Failed(reminder.Name, reminder.Type, error.Message);
            }
            app.Metrics?.RemindersFired.WithLabels(reminder.Type, "false").Inc();
            if (retries == Retries)
                return true;
            await Task.Delay(Wait, clock, stop);
        }
    }

    /// <summary>A store that is away is asked until it answers.</summary>
    private async Task<T> PersistAsync<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await work(stop);
            }
            catch (Exception error) when (!stop.IsCancellationRequested)
            {
                if (failures == 0)
                    log.StoreAway(what, error.Message);
                await Task.Delay(Wait, clock, stop);
            }
        }
    }
}

internal static partial class ReminderLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminder {Reminder} of an actor of type {ActorType} failed: {Reason}")]
    public static partial void Failed(this ILogger log, string reminder, string actorType, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The actor state store does not answer for reminders ({What}); it is asked until it does: {Reason}")]
    public static partial void StoreAway(this ILogger log, string what, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The kept reminder {Key} cannot be read and is passed over: {Reason}")]
    public static partial void KeptUnreadable(this ILogger log, string key, string reason);
}

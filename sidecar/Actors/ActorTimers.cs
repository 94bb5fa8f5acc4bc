using System.Text.Json;
using Prometheus;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Actors;

/// <summary>Timers: in memory, gone with their actor.</summary>
internal sealed class ActorTimers(ActorHosts hosts, ActorTurns turns, ActorInvocation invocation, TimeProvider clock, ILogger<ActorTimers> log)
{
    public async Task CreateAsync(AppRuntime app, ActorKey actor, string name, ScheduleJson request, CancellationToken cancellation)
    {
        await hosts.ReadAsync(app, cancellation);
        ActorState.Store(app);
        if (!hosts.Of(app).ContainsKey(actor.Type))
            throw ActorErrors.NotHosted();
        ActorTimes times;
        try
        {
            times = ActorTimes.Parse("timer", request.DueTime, request.Period, request.Ttl, clock.GetUtcNow());
        }
        catch (FormatException wrong)
        {
            throw ActorErrors.TimerCreate(wrong);
        }
        if (turns.Find(app, actor) is not { } active)
            throw ActorErrors.TimerCreate(new InvalidOperationException($"can't create timer for actor {actor.Type}||{actor.Id}: actor not found"));
        Delete(active, name);
        var stop = new CancellationTokenSource();
        active.Timers[name] = stop;
        _ = RunAsync(active, name, request, times, stop);
    }

    public async Task DeleteAsync(AppRuntime app, ActorKey actor, string name, CancellationToken cancellation)
    {
        await hosts.ReadAsync(app, cancellation);
        ActorState.Store(app);
        if (turns.Find(app, actor) is { } active)
            Delete(active, name);
    }

    private static void Delete(ActiveActor actor, string name)
    {
        if (actor.Timers.TryRemove(name, out var timer))
            timer.Cancel();
    }

    private async Task RunAsync(ActiveActor actor, string name, ScheduleJson request, ActorTimes times, CancellationTokenSource stop)
    {
        using var _ = actor.Host.Metrics?.Timers.WithLabels(actor.Key.Type).TrackInProgress();
        // A timer may be stopped from inside its own call: that call is still led to its end.
        var call = ActorCall.Own(actor.Key, "timer", name, request.ForTimer()) with { IsWanted = () => !stop.IsCancellationRequested };
        try
        {
            var due = times.First;
            for (var fired = 1; !(due >= times.Expires); fired++)
            {
                await clock.DelayUntilAsync(due, stop.Token);
                if (await FireAsync(actor, name, call) || !times.Repeats || fired >= times.Times)
                    return;
                due = clock.GetUtcNow() + times.Every!.Value; // Counted from the end of the call.
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, or its actor has gone.
        }
        finally
        {
            actor.Timers.TryRemove(KeyValuePair.Create(name, stop));
        }
    }

    /// <summary>True when the actor wants the timer to end. A failure is the actor's own affair; the timer goes on.</summary>
    private async Task<bool> FireAsync(ActiveActor actor, string name, ActorCall call)
    {
        var fired = actor.Host.Metrics?.TimersFired;
        try
        {
            var answer = await invocation.CallAsync(call, actor.Host.ShuttingDown);
            if (answer is not null)
                fired?.WithLabels(actor.Key.Type, "true").Inc();
            return answer is null or { Cancels: true };
        }
        catch (Exception error) when (error is ApiError or ActorServiceException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            fired?.WithLabels(actor.Key.Type, "false").Inc();
            log.TimerFailed(name, actor.Key.Type, error.Message);
            return actor.Host.IsShutDown;
        }
    }
}

internal static partial class ActorTimersLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Timer {Timer} of an actor of type {ActorType} failed: {Reason}")]
    public static partial void TimerFailed(this ILogger log, string timer, string actorType, string reason);
}

/// <summary>A timer or reminder in HTTP's JSON.</summary>
internal sealed record ScheduleJson(JsonElement? Data, string? DueTime, string? Period, string? Ttl, bool? Overwrite, string? Callback)
{
    /// <summary>What an actor's timer is called with: all as it was given.</summary>
    public byte[] ForTimer() => JsonSerializer.SerializeToUtf8Bytes(
        new { callback = Callback ?? "", data = Data, dueTime = DueTime ?? "", period = Period ?? "" }, ApiJson.Options);
}

internal static class Delays
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20); // Timers count no more than 49 days.

    public static async Task DelayUntilAsync(this TimeProvider clock, DateTimeOffset due, CancellationToken cancellation)
    {
        while (due - clock.GetUtcNow() is { Ticks: > 0 } left)
            await Task.Delay(left < Longest ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : Longest, clock, cancellation);
        cancellation.ThrowIfCancellationRequested();
    }
}

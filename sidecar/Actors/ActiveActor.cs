using System.Collections.Concurrent;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Actors;

/// <summary>An actor that its app has in memory: its turns, its timers and when it was last called.</summary>
internal sealed class ActiveActor(ActorKey key, AppRuntime host, ActorType type, TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private ITimer? idle;
    private long lastCall = clock.GetTimestamp();

    public ActorKey Key => key;

    public AppRuntime Host => host;

    public ActorType Type => type;

    public TurnLock Turns { get; } = new();

    public ConcurrentDictionary<string, CancellationTokenSource> Timers { get; } = new(StringComparer.Ordinal);

    public bool IsIdle => clock.GetElapsedTime(Interlocked.Read(ref lastCall)) >= type.IdleTimeout;

    public void WatchIdle(Action<ActiveActor> onIdle) =>
        idle = clock.CreateTimer(_ => onIdle(this), null, type.IdleTimeout, Timeout.InfiniteTimeSpan);

    /// <summary>A call starts: the idle time counts from here again.</summary>
    public void Touch()
    {
        Interlocked.Exchange(ref lastCall, clock.GetTimestamp());
        idle?.Change(type.IdleTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks once more when the rest of the idle time is over: a timer may come a little before the clock says so.</summary>
    public void WatchOn()
    {
        var rest = type.IdleTimeout - clock.GetElapsedTime(Interlocked.Read(ref lastCall));
        idle?.Change(rest > Shortest ? rest : Shortest, Timeout.InfiniteTimeSpan);
    }

    public void StopTimers()
    {
        foreach (var name in Timers.Keys)
            if (Timers.TryRemove(name, out var timer))
                timer.Cancel();
    }

    /// <summary>The app has it no more.</summary>
    public void End()
    {
        idle?.Dispose();
        StopTimers();
        Turns.Close();
    }
}

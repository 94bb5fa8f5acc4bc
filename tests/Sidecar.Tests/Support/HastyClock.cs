namespace Yilai.Sidecar.Tests.Support;

/// <summary>The system's clock, whose timers come 20 ms before their time, as real ones do by a little.</summary>
public sealed class HastyClock : TimeProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(20);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(System.CreateTimer(callback, state, Sooner(dueTime), period));

    private static TimeSpan Sooner(TimeSpan due) => due > Early ? due - Early : due;

    private sealed class HastyTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Sooner(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}

using System.Diagnostics;
using Yilai.Chaos.Tests.Plans;

namespace Yilai.Chaos.Tests.Platform;

/// <summary>
/// The time by which the plan goes. It stands still while several parts are down: on a slow machine the plan takes longer,
/// instead of killing what has not come back yet.
/// </summary>
internal sealed class ChaosClock(ChaosPlatform platform)
{
    private const int MostDown = 2;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly List<(TimeSpan Moment, TaskCompletionSource Come)> waiting = [];

    /// <summary>How much of the plan's time has passed.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Lets time pass until the end of the plan.</summary>
    public async Task RunAsync(TimeSpan end)
    {
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(Tick);
        while (Now < end && await pace.WaitForNextTickAsync())
        {
            var passed = watch.Elapsed;
            watch.Restart();
            if (platform.CountDown(Kill.Mortals) <= MostDown)
            {
                // No jumps, even if this thread had to wait for its turn.
                Advance(passed < Tick * 2 ? passed : Tick * 2);
            }
        }

        Advance(TimeSpan.FromDays(1));
    }

    /// <summary>Waits for the plan's moment; one that has passed is now.</summary>
    public Task UntilAsync(TimeSpan moment)
    {
        lock (gate)
        {
            if (moment <= Now)
            {
                return Task.CompletedTask;
            }

            var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((moment, come));
            return come.Task;
        }
    }

    private void Advance(TimeSpan passed)
    {
        lock (gate)
        {
            Now += passed;
            foreach (var (_, come) in waiting.Where(each => each.Moment <= Now))
            {
                come.SetResult();
            }

            waiting.RemoveAll(each => each.Moment <= Now);
        }
    }
}

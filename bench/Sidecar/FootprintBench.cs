using System.Diagnostics;
using Yilai.Bench.Support;

namespace Yilai.Bench.Sidecar;

/// <summary>How long a sidecar takes to be ready, and what it holds when nothing happens.</summary>
internal static class FootprintBench
{
    private const int Starts = 7;
    private static readonly string[] Components =
    [
        SidecarUnderTest.Component("statestore", "state.in-memory", ("actorStateStore", "true")),
        SidecarUnderTest.Component("pubsub", "pubsub.in-memory", ("journalPath", "journal")),
        SidecarUnderTest.Component("every-minute", "bindings.cron", ("schedule", "@every 1m"), ("direction", "input")),
    ];

    public static async Task RunAsync()
    {
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            var clock = Stopwatch.StartNew();
            var one = await SidecarUnderTest.LaunchAsync(1, 0, counts: false, Components);
            times.Add(clock.Elapsed.TotalMilliseconds);
            await one.Sidecar.DisposeAsync();
            Directory.Delete(one.Folder, recursive: true);
        }
        var twelve = await SidecarUnderTest.LaunchAsync(12, 0, counts: false, Components);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        Console.WriteLine("\n## Footprint\n\n| what | measured | aim |\n|---|--:|--:|");
        Console.WriteLine($"| start for one app | {times.Median():N0} ms | 1,000 ms |");
        Console.WriteLine($"| idle memory for twelve apps (PSS) | {twelve.Sidecar.Memory:N0} MiB | 80 MiB |");
        await twelve.Sidecar.DisposeAsync();
        Directory.Delete(twelve.Folder, recursive: true);
    }
}

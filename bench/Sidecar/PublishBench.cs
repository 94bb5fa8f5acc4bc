using System.Diagnostics;
using System.Globalization;
using Yilai.Bench.Support;

namespace Yilai.Bench.Sidecar;

/// <summary>From the first publish to the last delivery: one call an event on both sides, and a hundred events a call.</summary>
internal static class PublishBench
{
    private const int Callers = 64;
    private const int InOneCall = 100;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        Console.WriteLine("\n## Publish to delivery, pubsub.in-memory (aim: 20,000/s)\n\n| way | kept in | events/s | sidecar CPU µs/event |\n|---|---|--:|--:|");
        foreach (var (kept, component) in new[]
        {
            ("memory", SidecarUnderTest.Component("pubsub", "pubsub.in-memory")),
            ("journal", SidecarUnderTest.Component("pubsub", "pubsub.in-memory", ("journalPath", "journal"))),
        })
        {
            await using var sidecar = await SidecarUnderTest.StartAsync(component);
            using var client = Load.Client(Callers);
            await MeasureAsync(client, sidecar, kept, "one event a call", 20_000, 1, (url, _) => client.PostAsJsonAsync(new Uri($"{url}/v1.0/publish/pubsub/single"), new { order = 1 }));
            await MeasureAsync(client, sidecar, kept, $"{InOneCall} events a call", 200_000, InOneCall, (url, i) => client.PostAsJsonAsync(
                new Uri($"{url}/v1.0-alpha1/publish/bulk/pubsub/bulk"),
                Enumerable.Range(0, InOneCall).Select(n => new { entryId = $"{i}-{n}", @event = new { order = n }, contentType = "application/json" })));
        }
    }

    private static async Task MeasureAsync(HttpClient client, SidecarUnderTest sidecar, string kept, string way, int events, int inOneCall, Func<string, int, Task<HttpResponseMessage>> publish)
    {
        var results = new List<(double PerSecond, double Cpu)>();
        for (var round = 0; round <= Rounds; round++)
        {
            var (before, cpu, clock) = (await CountAsync(), sidecar.Process.Cpu, Stopwatch.StartNew());
            await Parallel.ForAsync(0, events / inOneCall, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, _) =>
            {
                using var answer = await publish(sidecar.Http, i);
                answer.EnsureSuccessStatusCode();
            });
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (await CountAsync() - before < events)
            {
                await timer.WaitForNextTickAsync();
                if (clock.Elapsed > TimeSpan.FromMinutes(2))
                    throw new InvalidOperationException($"only {await CountAsync() - before} of {events} events came");
            }
            if (round > 0) // The first one compiles.
                results.Add((events / clock.Elapsed.TotalSeconds, (sidecar.Process.Cpu - cpu).TotalMicroseconds / events));
        }
        Console.WriteLine($"| {way} | {kept} | {results.Select(r => r.PerSecond).Median():N0} | {results.Select(r => r.Cpu).Median():N1} |");

        async Task<int> CountAsync() => int.Parse(await client.GetStringAsync(new Uri($"{sidecar.AppUrl}/count")), CultureInfo.InvariantCulture);
    }
}

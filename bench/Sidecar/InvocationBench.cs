using Yilai.Bench.Support;
using Yilai.Hosting;

namespace Yilai.Bench.Sidecar;

/// <summary>A call through the sidecar beside the same call without it and through a plain YARP hop.</summary>
internal static class InvocationBench
{
    private const int Rounds = 5;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);
    private static readonly byte[] Body = new byte[1024];

    public static async Task RunAsync()
    {
        await using var sidecar = await SidecarUnderTest.StartAsync();
        await using var counting = await SidecarUnderTest.StartAsync(counts: true);
        var hopPort = FreePorts.Any();
        var hopUrl = $"http://127.0.0.1:{hopPort}";
        await using var hop = await BenchProcess.Start("Yilai.Bench", ["hop", $"{hopPort}", sidecar.AppUrl]).AnswersAsync($"{hopUrl}/count");
        Way[] ways = [new("direct", $"{sidecar.AppUrl}/echo", null), new("YARP hop", $"{hopUrl}/echo", hop), Via("sidecar", sidecar), Via("sidecar with metrics", counting)];

        Console.WriteLine("\n## Invocation, 1 kB there and back\n\n| connections | way | calls/s | CPU µs/call of the hop |\n|--:|---|--:|--:|");
        foreach (var connections in new[] { 16, 64 })
        {
            using var client = Load.Client(connections);
            foreach (var way in ways)
                await MeasureAsync(client, connections, way); // Everything is compiled then.
            var results = ways.ToDictionary(way => way, _ => new List<(double PerSecond, double Cpu)>());
            for (var round = 0; round < Rounds; round++)
                foreach (var way in ways)
                    results[way].Add(await MeasureAsync(client, connections, way));
            foreach (var way in ways)
                Console.WriteLine($"| {connections} | {way.Name} | {results[way].Select(r => r.PerSecond).Median():N0} | {(way.Hop is null ? "" : $"{results[way].Select(r => r.Cpu).Median():N1}")} |");
            // Neighbours in time are compared, so that a noisy machine hurts both.
            foreach (var way in ways[2..])
            {
                var ratio = results[way].Zip(results[ways[1]], (s, y) => s.Cpu / y.Cpu).Median();
                Console.WriteLine($"\n{connections} connections: the {way.Name} takes {ratio:N2} × the CPU of a plain YARP hop (aim: at most 1.20)\n");
            }
        }
    }

    private static Way Via(string name, SidecarUnderTest sidecar) => new(name, $"{sidecar.Http}/v1.0/invoke/app0/method/echo", sidecar.Process);

    private static async Task<(double PerSecond, double Cpu)> MeasureAsync(HttpClient client, int connections, Way way)
    {
        var before = way.Hop?.Cpu ?? default;
        var url = new Uri(way.Url);
        var (perSecond, calls) = await Load.ForAsync(Time, connections, async () =>
        {
            using var answer = await client.PostAsync(url, new ByteArrayContent(Body));
            if ((await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync()).Length != Body.Length)
                throw new InvalidOperationException("the echo is not what was sent");
        });
        return (perSecond, ((way.Hop?.Cpu ?? default) - before).TotalMicroseconds / calls);
    }

    private sealed record Way(string Name, string Url, BenchProcess? Hop);
}

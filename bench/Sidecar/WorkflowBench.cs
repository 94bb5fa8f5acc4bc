using System.Diagnostics;
using Dapr.Workflow;
using Yilai.Bench.Support;

namespace Yilai.Bench.Sidecar;

/// <summary>Workflow instances with three activities, run by the official worker.</summary>
internal static class WorkflowBench
{
    private const int Instances = 2000;
    private const int AtOnce = 200;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        Console.WriteLine($"\n## Workflow instances with three activities, {AtOnce} at once (aim: 300/s)\n\n| store | instances/s | sidecar CPU µs/instance |\n|---|--:|--:|");
        await using var postgres = await BenchPostgres.StartAsync();
        await MeasureAsync("state.in-memory", SidecarUnderTest.Component("statestore", "state.in-memory", ("actorStateStore", "true")));
        await MeasureAsync("state.postgresql, fsync on", SidecarUnderTest.Component("statestore", "state.postgresql", ("connectionString", postgres.Connection), ("actorStateStore", "true")));
    }

    private static async Task MeasureAsync(string store, string component)
    {
        await using var sidecar = await SidecarUnderTest.StartAsync(component);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{sidecar.GrpcPort}";
        builder.Services.AddDaprWorkflow(options =>
        {
            options.RegisterWorkflow<int, int>("three", async (context, n) =>
            {
                for (var i = 0; i < 3; i++)
                    n = await context.CallActivityAsync<int>("next", n);
                return n;
            });
            options.RegisterActivity<int, int>("next", (_, n) => Task.FromResult(n + 1));
        });
        using var worker = builder.Build();
        await worker.StartAsync();
        var client = worker.Services.GetRequiredService<DaprWorkflowClient>();
        var results = new List<(double PerSecond, double Cpu)>();
        for (var round = 0; round <= Rounds; round++)
        {
            var (cpu, clock) = (sidecar.Process.Cpu, Stopwatch.StartNew());
            await Parallel.ForAsync(0, Instances, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancellation) =>
            {
                var end = await client.WaitForWorkflowCompletionAsync(await client.ScheduleNewWorkflowAsync("three", input: i), cancellation: cancellation);
                if (end.ReadOutputAs<int>() != i + 3)
                    throw new InvalidOperationException($"the workflow did not do its three steps: {end.RuntimeStatus}");
            });
            if (round > 0) // The first one compiles.
                results.Add((Instances / clock.Elapsed.TotalSeconds, (sidecar.Process.Cpu - cpu).TotalMicroseconds / Instances));
        }
        Console.WriteLine($"| {store} | {results.Select(r => r.PerSecond).Median():N0} | {results.Select(r => r.Cpu).Median():N0} |");
        await worker.StopAsync();
    }
}

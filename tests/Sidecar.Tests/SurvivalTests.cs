using System.Collections.Concurrent;
using Dapr;
using Dapr.Client;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>What is left after a kill -9.</summary>
public sealed class SurvivalTests : IDisposable
{
    private readonly List<string> folders = [];

    private static readonly string Yaml = Component("pubsub", "pubsub.in-memory", "v1", ("journalPath", "journal"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folders.ForEach(f => Directory.Delete(f, recursive: true));

    [Fact]
    public async Task AcceptedEvents_OutliveAKilledSidecar_EachAtLeastOnce()
    {
        var folder = NewFolder(Yaml);
        using var gate = new SemaphoreSlim(20); // After twenty, the app gets stuck until the sidecar is dead.
        await using var subscriber = await Subscriber.StartAsync("t", (_, _) => gate.Wait(TimeSpan.FromSeconds(30)) ? (200, "") : (500, ""));
        var accepted = new List<int>();
        await using (var first = await SidecarProcess.StartAsync(folder, subscriber.Port))
        {
            using var dapr = first.Dapr();
            await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
            for (var n = 0; n < 200; n++)
            {
                await dapr.PublishEventAsync("pubsub", "t", n, Cancellation);
                accepted.Add(n);
            }
            await WaitFor.ConditionAsync(() => subscriber.Events.Count > 20);
            await first.KillAsync();
        }

        gate.Release(10_000);
        await using var second = await SidecarProcess.StartAsync(folder, subscriber.Port);

        await WaitFor.ConditionAsync(() => subscriber.Events.Select(e => e.Data.GetProperty("data").GetInt32()).Distinct().Count() == accepted.Count);
        Assert.Equal(accepted, subscriber.Events.Select(e => e.Data.GetProperty("data").GetInt32()).Distinct().Order());
    }

    [Fact]
    public async Task AcceptedEvents_OutliveASidecarThatIsKilledWhileManyPublish()
    {
        var folder = NewFolder(Yaml);
        await using var subscriber = await Subscriber.StartAsync("t");
        var accepted = new ConcurrentBag<int>();
        var last = 0;
        for (var life = 0; life < 3; life++)
        {
            await using var sidecar = await SidecarProcess.StartAsync(folder, subscriber.Port);
            using var dapr = sidecar.Dapr();
            var publishers = Enumerable.Range(0, 8).Select(_ => PublishUntilDeadAsync(dapr)).ToList();
            var goal = accepted.Count + 100;
            await WaitFor.ConditionAsync(() => accepted.Count >= goal);
            await sidecar.KillAsync();
            await Task.WhenAll(publishers);
        }

        await using var survivor = await SidecarProcess.StartAsync(folder, subscriber.Port);

        await WaitFor.ConditionAsync(() => !accepted.Except(subscriber.Events.Select(e => e.Data.GetProperty("data").GetInt32())).Any());

        async Task PublishUntilDeadAsync(DaprClient dapr)
        {
            try
            {
                while (true)
                {
                    var n = Interlocked.Increment(ref last);
                    await dapr.PublishEventAsync("pubsub", "t", n, Cancellation);
                    accepted.Add(n);
                }
            }
            catch (DaprException)
            {
                // Killed.
            }
        }
    }

    [Fact]
    public async Task EventsForAnAppThatIsDown_OutliveAKilledSidecar()
    {
        var folder = NewFolder(Yaml);
        var app = await Subscriber.StartAsync("t");
        await using (var first = await SidecarProcess.StartAsync(folder, app.Port))
        {
            using var dapr = first.Dapr();
            await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
            await app.DisposeAsync();
            await WaitFor.ConditionAsync(async () => !await dapr.CheckHealthAsync(Cancellation));
            await dapr.PublishEventAsync("pubsub", "t", 7, Cancellation);
            await first.KillAsync();
        }

        await using var second = await SidecarProcess.StartAsync(folder, app.Port);
        await using var again = await Subscriber.StartAsync("t", port: app.Port);

        Assert.Equal(7, (await again.FirstAsync()).Data.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task Start_WithABrokenComponent_EndsWithOneLineAndCode1()
    {
        var folder = NewFolder(Component("sms", "bindings.twilio.sms"));

        var (code, errors) = await SidecarProcess.RunAsync(folder, """[{"appId":"app"}]""");

        Assert.Equal(1, code);
        Assert.StartsWith("sidecar: bindings.twilio.sms (component 'sms' in ", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private string NewFolder(string yaml)
    {
        var folder = TestSidecar.NewFolder(yaml);
        folders.Add(folder);
        return folder;
    }
}

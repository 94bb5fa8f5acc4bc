using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapr;
using Dapr.Client;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>What is left after a kill -9.</summary>
public sealed class SurvivalTests : IDisposable
{
    private readonly DataFolders folders = new();

    private static readonly string Yaml = Component("pubsub", "pubsub.in-memory", "v1", ("journalPath", "journal"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folders.Dispose();

    [Fact]
    public async Task AcceptedEvents_OutliveAKilledSidecar_EachAtLeastOnce()
    {
        var folder = folders.New(Yaml);
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
        var folder = folders.New(Yaml);
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
        var folder = folders.New(Yaml);
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

    [Theory]
    [InlineData("state.postgresql")]
    [InlineData("state.redis")]
    public async Task Transactions_UnderAKilledSidecar_AreWholeOrNotAtAll(string type)
    {
        await using var redis = type == "state.redis" ? await TestRedis.StartAsync() : null;
        var folder = folders.New(redis is not null
            ? Component("store", type, "v1", ("redisHost", $"127.0.0.1:{redis.Port}"), ("redisPassword", redis.Password))
            : Component("store", type, "v2", ("connectionString", await TestPostgres.CreateDatabaseAsync(Cancellation))));
        var done = new ConcurrentDictionary<int, int>();
        var calls = new StrongBox<int>();
        for (var life = 1; life <= 3; life++)
        {
            await using var sidecar = await SidecarProcess.StartAsync(folder, 0);
            using var dapr = sidecar.Dapr();
            var writers = Enumerable.Range(0, 8).Select(w => WriteUntilDeadAsync(dapr, w, life, done, calls)).ToList();
            var goal = calls.Value + 200;
            await WaitFor.ConditionAsync(() => Volatile.Read(ref calls.Value) >= goal, 60);
            await sidecar.KillAsync();
            await Task.WhenAll(writers);
        }

        await using var last = await SidecarProcess.StartAsync(folder, 0);
        using var reader = last.Dapr();
        for (var writer = 0; writer < 8; writer++)
        {
            var values = (await reader.GetBulkStateAsync("store", Keys(writer), 4, cancellationToken: Cancellation)).Select(i => i.Value).ToList();
            Assert.Single(values.Distinct()); // All three keys are of one transaction.
            Assert.True(int.Parse(values[0], CultureInfo.InvariantCulture) >= done[writer], "a transaction that was answered is gone");
        }
    }

    [Fact]
    public async Task Start_WithABrokenComponent_EndsWithOneLineAndCode1()
    {
        var folder = folders.New(Component("sms", "bindings.twilio.sms"));

        var (code, errors) = await SidecarProcess.RunAsync(folder, """[{"appId":"app"}]""");

        Assert.Equal(1, code);
        Assert.StartsWith("sidecar: bindings.twilio.sms (component 'sms' in ", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static string[] Keys(int writer) => [$"{writer}a", $"{writer}b", $"{writer}c"];

    /// <summary>Counts up in three keys with one transaction each, and notes what was answered.</summary>
    private static async Task WriteUntilDeadAsync(DaprClient dapr, int writer, int life, ConcurrentDictionary<int, int> done, StrongBox<int> calls)
    {
        for (var n = life * 100_000; ; n++)
        {
            var value = JsonSerializer.SerializeToUtf8Bytes(n);
            try
            {
                await dapr.ExecuteStateTransactionAsync("store", [.. Keys(writer).Select(k => new StateTransactionRequest(k, value, StateOperationType.Upsert))], cancellationToken: Cancellation);
                done[writer] = n;
                Interlocked.Increment(ref calls.Value);
            }
            catch (DaprException)
            {
                return; // Killed.
            }
        }
    }
}

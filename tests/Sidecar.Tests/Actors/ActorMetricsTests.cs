using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Actors;

/// <summary>What Prometheus reads of actors.</summary>
public sealed class ActorMetricsTests
{
    private static readonly string Store = Component("statestore", "state.in-memory", "v1", ("actorStateStore", "true"));

    [Fact]
    public async Task Actors_TheirRemindersTimersAndEnds_AreCounted()
    {
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port, o => o.ActorIdleTimeout = TimeSpan.FromMilliseconds(500));
        await using var sidecar = await TestSidecar.StartAsync(Store, o => o with { MetricsPort = 0, Apps = [new SidecarApp("app", app.Port, port, 0)] }, []);
        app.Journal.Fail(1);

        await app.Counter("i").StartTimerAsync(new Schedule("t", 10, -1));
        await app.Counter("i").StartTimerAsync(new Schedule("later", 3_600_000, -1));
        await Scrape.HasAsync(sidecar, Sample("timers_fired_total", ",success=\"true\""), Sample("timers"));
        await app.Counter("i").RemindAsync(new Schedule("r", 10, -1));

        await Scrape.HasAsync(sidecar, Sample("reminders_fired_total", ",success=\"false\""), Sample("reminders_fired_total", ",success=\"true\""));
        await WaitFor.ConditionAsync(async () => (await Scrape.OfAsync(sidecar))[Sample("deactivated_total")] >= 1);
        await Scrape.UntilAsync(sidecar, Sample("timers"), 0);
        Assert.Contains("dapr_http_client_completed_count{app_id=\"app\",method=\"PUT\",path=\"actors/CounterActor/{id}/method/StartTimerAsync\",status=\"200\"}", (await Scrape.OfAsync(sidecar)).Samples.Keys);
    }

    [Fact]
    public async Task Calls_ThatWaitForTheirTurn_ArePending()
    {
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port);
        await using var sidecar = await TestSidecar.StartAsync(Store, o => o with { MetricsPort = 0, Apps = [new SidecarApp("app", app.Port, port, 0)] }, []);
        var holding = app.Counter("i").HoldAsync("door");
        await Scrape.UntilAsync(sidecar, Sample("pending_actor_calls"), 0);

        var waiting = app.Counter("i").GetAsync();

        await Scrape.HasAsync(sidecar, Sample("pending_actor_calls"));
        app.Journal.Gate("door").SetResult();
        await Task.WhenAll(holding, waiting);
        await Scrape.UntilAsync(sidecar, Sample("pending_actor_calls"), 0);
    }

    private static string Sample(string what, string more = "") => $"dapr_runtime_actor_{what}{{actor_type=\"CounterActor\",app_id=\"app\"{more}}}";
}

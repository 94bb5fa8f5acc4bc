using Npgsql;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Actors;

/// <summary>Reminders outlive the sidecar, the app and an absence of the database.</summary>
public sealed class ActorSurvivalTests : IDisposable
{
    private readonly DataFolders folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folders.Dispose();

    [Fact]
    public async Task Reminders_OutliveAKilledSidecar_EachFiresThenceforth()
    {
        var folder = folders.New(await StoreAsync());
        var journal = new Journal();
        int appPort;
        await using (var first = await ActorProcess.StartAsync(folder, journal))
        {
            appPort = first.App.Port;
            foreach (var i in Enumerable.Range(0, 20))
                await first.App.Counter($"k{i}").RemindAsync(new Schedule("once", 3000, -1, Data: "d"));
            await first.App.Counter("k0").RemindAsync(new Schedule("often", 0, 1000, Times: 6));
            await WaitFor.ConditionAsync(() => journal.Count("reminded k0 often ") >= 1);
            await first.Sidecar.KillAsync();
        }

        await using var second = await ActorProcess.StartAsync(folder, journal, appPort);

        await WaitFor.ConditionAsync(() => Enumerable.Range(0, 20).All(i => journal.Count($"reminded k{i} once d") >= 1));
        await WaitFor.ConditionAsync(async () => await second.App.Counter("k0").ReminderAsync("often") is null);
        Assert.InRange(journal.Count("reminded k0 often "), 6, 7); // The one under way when it was killed may come twice.
    }

    [Fact]
    public async Task Reminders_WhileTheAppIsAway_WaitForIt()
    {
        var port = FreePorts.Any();
        var journal = new Journal();
        var app = await ActorApp.StartAsync(port, journal: journal);
        await using var sidecar = await TestSidecar.StartAsync(await StoreAsync(), o => o with { Apps = [new SidecarApp("app", app.Port, port, 0)] });
        await app.Counter("a").RemindAsync(new Schedule("r", 500, -1));
        await app.DisposeAsync();
        using var dapr = sidecar.Dapr("app");
        await WaitFor.ConditionAsync(async () => !await dapr.CheckHealthAsync(Cancellation));

        await using var again = await ActorApp.StartAsync(port, port: app.Port, journal: journal);

        await WaitFor.ConditionAsync(() => journal.Count("reminded a r ") == 1);
    }

    [Fact]
    public async Task Reminders_WhileTheDatabaseIsAway_GoOnWhenItReturns()
    {
        var database = new NpgsqlConnectionStringBuilder(await TestPostgres.CreateDatabaseAsync(Cancellation));
        await using var relay = new TcpRelay(database.Port);
        (database.Host, database.Port) = ("127.0.0.1", relay.Port);
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port);
        await using var sidecar = await TestSidecar.StartAsync(
            Component("statestore", "state.postgresql", "v2", ("connectionString", database.ToString()), ("timeout", "2s"), ("actorStateStore", "true")),
            o => o with { Apps = [new SidecarApp("app", app.Port, port, 0)] });
        await app.Counter("d").RemindAsync(new Schedule("r", 200, 300));
        await WaitFor.ConditionAsync(() => app.Journal.Count("reminded d r ") >= 2);

        await relay.CutAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => app.Counter("d").AddAsync(1)); // Calls fail clearly meanwhile.
        relay.Restore();
        var before = app.Journal.Count("reminded d r ");

        await WaitFor.ConditionAsync(() => app.Journal.Count("reminded d r ") >= before + 2);
    }

    [Fact]
    public async Task Reminders_OfAnAppWithTwoSidecars_EndAndAreNotTorn()
    {
        var store = await StoreAsync();
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port);
        await using var first = await TestSidecar.StartAsync(store, o => o with { Apps = [new SidecarApp("app", app.Port, port, 0)] });
        await app.Counter("p").RemindAsync(new Schedule("r", 1000, 1000, Times: 3));

        await using var second = await TestSidecar.StartAsync(store, o => o with { Apps = [new SidecarApp("app", app.Port, 0, 0)] });

        await WaitFor.ConditionAsync(async () => await app.Counter("p").ReminderAsync("r") is null);
        Assert.InRange(app.Journal.Count("reminded p r "), 3, 6); // Both may fire a time that falls due, but never one that has passed.
    }

    private static async Task<string> StoreAsync() => Component(
        "statestore", "state.postgresql", "v2", ("connectionString", await TestPostgres.CreateDatabaseAsync(Cancellation)), ("actorStateStore", "true"));

    private sealed record ActorProcess(ActorApp App, SidecarProcess Sidecar) : IAsyncDisposable
    {
        public static async Task<ActorProcess> StartAsync(string folder, Journal journal, int appPort = 0)
        {
            var http = FreePorts.Any();
            var app = await ActorApp.StartAsync(http, port: appPort, journal: journal);
            return new ActorProcess(app, await SidecarProcess.StartAsync(folder, app.Port, http));
        }

        public async ValueTask DisposeAsync()
        {
            await Sidecar.DisposeAsync();
            await App.DisposeAsync();
        }
    }
}

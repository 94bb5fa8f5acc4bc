using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapr.Actors;
using Dapr.Actors.Client;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Actors;

/// <summary>What actors must do on every store that may hold them, by the official SDK.</summary>
public abstract class ActorContract : IAsyncLifetime
{
    private TestSidecar sidecar = null!;
    private ActorApp app = null!;
    private HttpClient http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Journal Journal => app.Journal;

    protected abstract Task<string> StoreAsync();

    public async ValueTask InitializeAsync()
    {
        const string ttl = """
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata: {name: features}
            spec: {features: [{name: ActorStateTTL, enabled: true}]}
            """;
        var port = FreePorts.Any();
        app = await ActorApp.StartAsync(port, o => o.ReentrancyConfig = new Dapr.Actors.ActorReentrancyConfig { Enabled = true, MaxStackDepth = 5 });
        sidecar = await TestSidecar.StartAsync(
            Documents(await StoreAsync(), ttl), o => o with { Apps = [new SidecarApp("app", app.Port, port, 0), new SidecarApp("client", 0, 0, 0)] }, ("app", app.Port));
        http = sidecar.Http("app");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await sidecar.DisposeAsync();
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Remoting_ManyCallsAtOnce_TakeTurnsAndLoseNothing()
    {
        var counter = app.Counter("a");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => counter.AddAsync(1)));

        Assert.Equal(50, await counter.GetAsync());
        Assert.Equal(1, Journal.MostInside);
        Assert.Equal(1, Journal.Count("activated a"));
    }

    [Fact]
    public async Task WeakProxy_FromAnotherAppsSidecar_ReachesTheActor()
    {
        var factory = new ActorProxyFactory(new() { HttpEndpoint = $"http://127.0.0.1:{sidecar.Ports("client").HttpPort}" });
        var weak = factory.Create(new ActorId("w 1"), nameof(CounterActor));

        Assert.Equal(3, await weak.InvokeMethodAsync<int, int>("AddAsync", 3, Cancellation));
        Assert.Equal(3, await app.Counter("w 1").GetAsync());
    }

    [Fact]
    public async Task Failure_OfTheActor_ReachesTheCallerAsItWas()
    {
        var error = await Assert.ThrowsAsync<ActorMethodInvocationException>(() => app.Counter("f").FailAsync("no luck"));

        Assert.Contains("no luck", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_IsKeptUnderDaprsKey_AndExpires()
    {
        await app.Counter("s").AddAsync(7);
        await app.Counter("s").SaveForAsync("x", 1);

        using var got = await http.GetAsync("/v1.0/actors/CounterActor/s/state/count", Cancellation);
        using var brief = await http.GetAsync("/v1.0/actors/CounterActor/s/state/short", Cancellation);
        using var missing = await http.GetAsync("/v1.0/actors/CounterActor/s/state/nope", Cancellation);

        Assert.Equal("7", await got.Content.ReadAsStringAsync(Cancellation));
        Assert.False(got.Headers.NonValidated.Contains("metadata.ttlExpireTime"));
        Assert.True(brief.Headers.NonValidated.Contains("metadata.ttlExpireTime"));
        Assert.Equal(HttpStatusCode.NoContent, missing.StatusCode);
        await WaitFor.ConditionAsync(async () =>
        {
            using var gone = await http.GetAsync("/v1.0/actors/CounterActor/s/state/short", Cancellation);
            return gone.StatusCode == HttpStatusCode.NoContent;
        });
    }

    [Fact]
    public async Task State_OfAnActorThatIsNotActive_IsRefused()
    {
        using var response = await http.PostAsync("/v1.0/actors/CounterActor/cold/state", Json("""[{"operation":"upsert","request":{"key":"k","value":1}}]"""), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("ERR_ACTOR_INSTANCE_MISSING", await CodeAsync(response));
    }

    [Fact]
    public async Task Reminder_Repeated_FiresAsOftenAsItSays()
    {
        await app.Counter("r").RemindAsync(new Schedule("tick", 0, 1000, Times: 3, Data: "d"));

        await WaitFor.ConditionAsync(() => Journal.Count("reminded r tick d") == 3);
        await WaitFor.ConditionAsync(async () => await app.Counter("r").ReminderAsync("tick") is null);
        Assert.Equal(3, Journal.Count("reminded r tick d"));
    }

    [Fact]
    public async Task Reminder_ThatEndsItselfWhileItFires_FiresOnce()
    {
        await app.Counter("o").RemindAsync(new Schedule("once-o", 0, 100));
        await app.Counter("o").RemindAsync(new Schedule("after", 500, -1));

        await WaitFor.ConditionAsync(() => Journal.Count("reminded o after ") == 1);
        Assert.Equal(1, Journal.Count("reminded o once-o "));
    }

    [Fact]
    public async Task Reminder_ThatFails_IsTriedAgain()
    {
        Journal.Fail(2);
        await app.Counter("t").RemindAsync(new Schedule("hard", 0, -1));

        await WaitFor.ConditionAsync(async () => await app.Counter("t").ReminderAsync("hard") is null);
        Assert.Equal(3, Journal.Count("reminded t hard "));
    }

    [Fact]
    public async Task Reminder_CanBeReadAndForgotten()
    {
        await app.Counter("g").RemindAsync(new Schedule("later", 3_600_000, 60_000));

        using var got = await http.GetAsync("/v1.0/actors/CounterActor/g/reminders/later", Cancellation);
        var reminder = await got.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("@every 1m0s", reminder.GetProperty("period").GetString());
        Assert.Equal("1h0m0s0ms", reminder.GetProperty("dueTime").GetString());
        await app.Counter("g").ForgetAsync("later");
        await app.Counter("g").ForgetAsync("later");
        using var gone = await http.GetAsync("/v1.0/actors/CounterActor/g/reminders/later", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("ERR_ACTOR_REMINDER_NOT_FOUND", await CodeAsync(gone));
    }

    [Fact]
    public async Task Reminder_ThatMustNotBeOverwritten_IsAConflict()
    {
        const string path = "/v1.0/actors/CounterActor/c/reminders/r";
        using var first = await http.PostAsync(path, Json("""{"dueTime":"1h","overwrite":false}"""), Cancellation);
        using var second = await http.PostAsync(path, Json("""{"dueTime":"2h","overwrite":false}"""), Cancellation);
        using var third = await http.PostAsync(path, Json("""{"dueTime":"3h"}"""), Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("ERR_ACTOR_REMINDER_ALREADY_EXISTS", await CodeAsync(second));
        Assert.Equal(HttpStatusCode.NoContent, third.StatusCode);
    }

    [Fact]
    public async Task Timer_FiresUntilItIsStopped()
    {
        var counter = app.Counter("m");
        await counter.StartTimerAsync(new Schedule("t", 10, 50, Data: "x"));

        await WaitFor.ConditionAsync(() => Journal.Count("timer m x") >= 3);
        await counter.StopTimerAsync("t");
        var fired = Journal.Count("timer m x");
        await counter.StartTimerAsync(new Schedule("u", 0, 50, Data: "y"));
        await WaitFor.ConditionAsync(() => Journal.Count("timer m y") >= 4);
        Assert.InRange(Journal.Count("timer m x"), fired, fired + 1);
    }

    [Fact]
    public async Task Reentrancy_ACallsBThatCallsA_Enters_UntilItIsTooDeep()
    {
        Assert.Equal(6, await app.Counter("x").CallBackAsync("y", 6));

        await Assert.ThrowsAsync<ActorMethodInvocationException>(() => app.Counter("x").CallBackAsync("y", 20));
        Assert.Equal(2, await app.Counter("x").CallBackAsync("y", 2)); // All turns were given back.
    }

    [Fact]
    public async Task Metadata_NamesHostedTypesAndActiveActors()
    {
        await app.Counter("1").AddAsync(1);
        await app.Counter("2").AddAsync(1);

        var metadata = await http.GetFromJsonAsync<JsonElement>("/v1.0/metadata", Cancellation);

        var runtime = metadata.GetProperty("actorRuntime");
        Assert.Equal("RUNNING", runtime.GetProperty("runtimeStatus").GetString());
        Assert.True(runtime.GetProperty("hostReady").GetBoolean());
        var actors = Assert.Single(runtime.GetProperty("activeActors").EnumerateArray().ToList());
        Assert.Equal("CounterActor", actors.GetProperty("type").GetString());
        Assert.Equal(2, actors.GetProperty("count").GetInt32());
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString();
}

/// <summary>On the store in memory.</summary>
public sealed class InMemoryActorTests : ActorContract
{
    protected override Task<string> StoreAsync() => Task.FromResult(Component("statestore", "state.in-memory", "v1", ("actorStateStore", "true")));
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresActorTests : ActorContract
{
    protected override async Task<string> StoreAsync() => Component(
        "statestore", "state.postgresql", "v2", ("connectionString", await TestPostgres.CreateDatabaseAsync(Cancellation)), ("actorStateStore", "true"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Actors;

/// <summary>Where actors live, how they come and go, and what is refused.</summary>
public sealed class ActorHostingTests
{
    private static readonly string Store = Component("statestore", "state.in-memory", "v1", ("actorStateStore", "true"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Idle_Actor_IsDeactivated_AndWakesWithItsState()
    {
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port, o => o.ActorIdleTimeout = TimeSpan.FromMilliseconds(500));
        await using var sidecar = await StartAsync(("app", app.Port, port));
        await app.Counter("i").AddAsync(5);

        await WaitFor.ConditionAsync(() => app.Journal.Count("deactivated i") == 1);

        Assert.Equal(5, await app.Counter("i").GetAsync());
        Assert.Equal(2, app.Journal.Count("activated i"));
    }

    [Fact]
    public async Task Idle_TimerThatComesEarly_DeactivatesAllTheSame()
    {
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port, o => o.ActorIdleTimeout = TimeSpan.FromMilliseconds(500));
        await using var sidecar = await TestSidecar.StartAsync(Store, o => o with { Clock = new HastyClock(), Apps = [new SidecarApp("app", app.Port, port, 0)] }, []);
        await app.Counter("i").AddAsync(5);

        await WaitFor.ConditionAsync(() => app.Journal.Count("deactivated i") == 1);
    }

    [Fact]
    public async Task SeveralHosts_OfOneType_EachHaveTheirOwnActors()
    {
        var (one, two) = (FreePorts.Any(), FreePorts.Any());
        await using var first = await ActorApp.StartAsync(one);
        await using var second = await ActorApp.StartAsync(two);
        await using var sidecar = await StartAsync(("one", first.Port, one), ("two", second.Port, two));
        await ReadyAsync(sidecar, "one", "two");

        foreach (var i in Enumerable.Range(0, 30))
        {
            await first.Counter($"n{i}").AddAsync(1);
            Assert.Equal(2, await second.Counter($"n{i}").AddAsync(1));
        }

        Assert.InRange(first.Journal.Entries.Count, 5, 25);
        Assert.Equal(30, first.Journal.Entries.Count + second.Journal.Entries.Count);
    }

    [Fact]
    public async Task Call_WhileTheHostIsAway_IsPassedOnWhenItReturns()
    {
        var (one, two) = (FreePorts.Any(), FreePorts.Any());
        var app = await ActorApp.StartAsync(one);
        await using var sidecar = await StartAsync(("one", app.Port, one), ("client", 0, two));
        await app.Counter("h").AddAsync(1);
        await app.DisposeAsync();
        using var http = sidecar.Http("client");

        var call = http.PostAsync("/v1.0/actors/CounterActor/h/method/GetAsync", null, Cancellation);
        await using var again = await ActorApp.StartAsync(one, port: app.Port);

        using var answer = await call;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Call_OfATypeNobodyHosts_FindsNoAddress()
    {
        await using var sidecar = await StartAsync(("client", 0, 0));
        using var http = sidecar.Http("client");

        using var answer = await http.PostAsync("/v1.0/actors/Nobody/1/method/x", null, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("ERR_ACTOR_NO_ADDRESS", await CodeAsync(answer));
    }

    [Theory]
    [InlineData("POST", "T/1/state", "{", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("POST", "T/1/state", "null", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("POST", "T/1/state", "[null]", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("POST", "T/1/state", """[{"operation":"upsert"}]""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("POST", "T/1/state", """[{"operation":"read","request":{"key":"k"}}]""", 500, "ERR_ACTOR_STATE_TRANSACTION_SAVE")]
    [InlineData("POST", "T/1/state", "[]", 400, "ERR_ACTOR_INSTANCE_MISSING")]
    [InlineData("POST", "CounterActor/hot/state", """[{"operation":"upsert","request":{"key":"a||b","value":1}}]""", 500, "ERR_ACTOR_STATE_TRANSACTION_SAVE")]
    [InlineData("POST", "CounterActor/hot/state", """[{"operation":"upsert","request":{"value":1}}]""", 500, "ERR_ACTOR_STATE_TRANSACTION_SAVE")]
    [InlineData("POST", "CounterActor/hot/state", """[{"operation":"upsert","request":{"key":"k","value":1,"metadata":{"ttlInSeconds":"1"}}}]""", 500, "ERR_ACTOR_STATE_TRANSACTION_SAVE")]
    [InlineData("GET", "T/1/state/a%7C%7Cb", null, 500, "ERR_ACTOR_STATE_GET")]
    [InlineData("POST", "CounterActor/1/reminders/r", "{", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("POST", "CounterActor/1/reminders/r", """{"dueTime":"soon"}""", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "CounterActor/1/reminders/r", """{"period":"R0/PT1S"}""", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "CounterActor/1/reminders/r", """{"period":"P1M"}""", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "CounterActor/1/reminders/r", """{"dueTime":"2h","period":"1s","ttl":"-1s"}""", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "Other/1/reminders/r", "{}", 403, "ERR_ACTOR_REMINDER_NON_HOSTED")]
    [InlineData("GET", "CounterActor/1/reminders/none", null, 404, "ERR_ACTOR_REMINDER_NOT_FOUND")]
    [InlineData("POST", "CounterActor/1/timers/t", """{"period":"sometimes"}""", 500, "ERR_ACTOR_TIMER_CREATE")]
    [InlineData("POST", "CounterActor/cold/timers/t", """{"period":"1s"}""", 500, "ERR_ACTOR_TIMER_CREATE")]
    [InlineData("POST", "CounterActor/a%2Fb/method/m", "", 400, "ERR_BAD_REQUEST")]
    [InlineData("POST", "CounterActor/a%23b/reminders/m", "{}", 400, "ERR_BAD_REQUEST")]
    [InlineData("POST", "CounterActor/1/method/a%3Fb", "", 400, "ERR_BAD_REQUEST")]
    [InlineData("POST", "CounterActor/1/method/nope", "", 500, "ERR_ACTOR_INVOKE_METHOD")]
    [InlineData("POST", "dapr.internal.default.app.workflow/1/method/x", "", 403, "ERR_ACTOR_TYPE_RESERVED")]
    [InlineData("PUT", "dapr.internal.default.app.workflow/1/timers/x", "{}", 403, "ERR_ACTOR_TYPE_RESERVED")]
    [InlineData("GET", "dapr.internal.default.app.workflow/1/state/x", null, 403, "ERR_ACTOR_TYPE_RESERVED")]
    public async Task BadRequest_AnswersLikeDaprd(string verb, string path, string? body, int status, string code)
    {
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port);
        await using var sidecar = await StartAsync(("app", app.Port, port));
        await app.Counter("hot").AddAsync(1);
        using var http = sidecar.Http("app");
        using var request = new HttpRequestMessage(HttpMethod.Parse(verb), $"/v1.0/actors/{path}") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };

        using var answer = await http.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, await CodeAsync(answer));
    }

    [Fact]
    public async Task WithoutAnActorStateStore_TheRuntimeIsNotFound()
    {
        await using var sidecar = await TestSidecar.StartAsync(InMemoryState, ("app", 0));
        using var http = sidecar.Http("app");

        using var answer = await http.GetAsync("/v1.0/actors/T/1/state/k", Cancellation);

        Assert.Equal("ERR_ACTOR_RUNTIME_NOT_FOUND", await CodeAsync(answer));
    }

    [Fact]
    public async Task Resiliency_OfAType_EndsCallsThatTakeTooLong_AndTriesThemAgain()
    {
        const string policies = """
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata: {name: r}
            spec:
              policies:
                timeouts: {short: 1s}
                retries: {twice: {policy: constant, duration: 50ms, maxRetries: 2}}
              targets: {actors: {CounterActor: {timeout: short, retry: twice}}}
            """;
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port);
        await using var sidecar = await TestSidecar.StartAsync(Documents(Store, policies), o => o with { Apps = [new SidecarApp("app", app.Port, port, 0)] }, []);
        using var http = sidecar.Http("app");

        using var answer = await http.PostAsJsonAsync("/v1.0/actors/CounterActor/r/method/HoldAsync", "h", Cancellation);

        Assert.Equal("ERR_ACTOR_INVOKE_METHOD", await CodeAsync(answer));
        Assert.Equal(3, app.Journal.Count("held h"));
        app.Journal.Gate("h").SetResult();
        Assert.Equal(0, await app.Counter("r").GetAsync());
    }

    [Fact]
    public async Task Grpc_DoesWhatHttpDoes()
    {
        var port = FreePorts.Any();
        await using var app = await ActorApp.StartAsync(port);
        await using var sidecar = await StartAsync(("app", app.Port, port));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("app").GrpcPort}");
        var dapr = new global::Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel);
        const string type = nameof(CounterActor);

        var sum = await dapr.InvokeActorAsync(new InvokeActorRequest { ActorType = type, ActorId = "g", Method = "AddAsync", Data = ByteString.CopyFromUtf8("4") }, cancellationToken: Cancellation);
        Assert.Equal("4", sum.Data.ToStringUtf8());
        await dapr.ExecuteActorStateTransactionAsync(
            new ExecuteActorStateTransactionRequest
            {
                ActorType = type,
                ActorId = "g",
                Operations = { new TransactionalActorStateOperation { OperationType = "upsert", Key = "k", Value = new Any { Value = ByteString.CopyFromUtf8("[1]") } } },
            },
            cancellationToken: Cancellation);
        var state = await dapr.GetActorStateAsync(new GetActorStateRequest { ActorType = type, ActorId = "g", Key = "k" }, cancellationToken: Cancellation);
        Assert.Equal("[1]", state.Data.ToStringUtf8());
        await dapr.RegisterActorReminderAsync(
            new RegisterActorReminderRequest { ActorType = type, ActorId = "g", Name = "r", DueTime = "0s", Data = ByteString.CopyFromUtf8("late") }, cancellationToken: Cancellation);
        await WaitFor.ConditionAsync(() => app.Journal.Count("reminded g r late") == 1);
        await dapr.RegisterActorTimerAsync(
            new RegisterActorTimerRequest { ActorType = type, ActorId = "g", Name = "t", DueTime = "0h0m0s10ms", Period = "0h0m1s0ms", Callback = "OnTimerAsync", Data = ByteString.CopyFromUtf8("x") },
            cancellationToken: Cancellation);
        await WaitFor.ConditionAsync(() => app.Journal.Count("timer g x") == 1);
        await dapr.UnregisterActorTimerAsync(new UnregisterActorTimerRequest { ActorType = type, ActorId = "g", Name = "t" }, cancellationToken: Cancellation);
        await dapr.UnregisterActorReminderAsync(new UnregisterActorReminderRequest { ActorType = type, ActorId = "g", Name = "r" }, cancellationToken: Cancellation);

        var reserved = await Assert.ThrowsAsync<RpcException>(async () =>
            await dapr.RegisterActorReminderAsync(new RegisterActorReminderRequest { ActorType = "dapr.internal.x", ActorId = "1", Name = "r" }, cancellationToken: Cancellation));
        Assert.Equal(StatusCode.PermissionDenied, reserved.StatusCode);
        var missing = await Assert.ThrowsAsync<RpcException>(async () =>
            await dapr.ExecuteActorStateTransactionAsync(new ExecuteActorStateTransactionRequest { ActorType = type, ActorId = "cold" }, cancellationToken: Cancellation));
        Assert.Equal(StatusCode.Internal, missing.StatusCode);
    }

    private static Task<TestSidecar> StartAsync(params (string AppId, int Port, int HttpPort)[] apps) =>
        TestSidecar.StartAsync(Store, o => o with { Apps = [.. apps.Select(a => new SidecarApp(a.AppId, a.Port, a.HttpPort, 0))] }, []);

    private static async Task ReadyAsync(TestSidecar sidecar, params string[] apps)
    {
        foreach (var app in apps)
        {
            using var http = sidecar.Http(app);
            await WaitFor.ConditionAsync(async () => (await http.GetFromJsonAsync<JsonElement>("/v1.0/metadata", Cancellation)).GetProperty("actorRuntime").GetProperty("hostReady").GetBoolean());
        }
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString();
}

using System.Net;
using System.Text.Json;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.Sidecar.Hosting;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>What Prometheus reads of the building blocks, under daprd's names with daprd's labels.</summary>
public sealed class MetricsTests
{
    private static readonly string Secrets = Component("secrets", "secretstores.local.env");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal static Task<TestSidecar> StartAsync(string yaml, params (string AppId, int Port)[] apps) => TestSidecar.StartAsync(yaml, o => o with { MetricsPort = 0 }, apps);

    [Fact]
    public async Task Scrape_OfAnyPath_IsPrometheusText()
    {
        await using var sidecar = await StartAsync(InMemoryState, ("app", 0));

        foreach (var path in new[] { "/", "/metrics" })
        {
            var scrape = await Scrape.OfAsync(sidecar.MetricsPort, path);
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", scrape.ContentType);
            Assert.Equal(1, scrape["dapr_runtime_component_loaded{app_id=\"app\"}"]);
            Assert.Equal(1, scrape["dapr_runtime_component_init_total{app_id=\"app\",component=\"state.in-memory\"}"]);
            Assert.True(scrape["process_cpu_seconds_total{}"] > 0);
        }
    }

    [Fact]
    public async Task Component_ThatIsLeftOut_IsCountedAsFailed()
    {
        var broken = Component("c", "bindings.cron").Replace("spec:", "spec:\n  ignoreErrors: true", StringComparison.Ordinal);
        await using var sidecar = await StartAsync(broken, ("app", 0));

        await Scrape.HasAsync(sidecar, "dapr_runtime_component_init_fail_total{app_id=\"app\",component=\"bindings.cron\",componentName=\"c\",reason=\"init\"}");
    }

    [Fact]
    public async Task State_EachOperation_IsCountedAndTimed()
    {
        await using var sidecar = await StartAsync(InMemoryState, ("app", 0));
        using var dapr = sidecar.Dapr("app");

        await dapr.SaveStateAsync("statestore", "k", "v", cancellationToken: Cancellation);
        await dapr.GetStateAsync<string>("statestore", "k", cancellationToken: Cancellation);
        await dapr.GetBulkStateAsync("statestore", ["k"], null, cancellationToken: Cancellation);
        await dapr.ExecuteStateTransactionAsync("statestore", [new StateTransactionRequest("k", "v"u8.ToArray(), StateOperationType.Upsert)], cancellationToken: Cancellation);
        await dapr.DeleteStateAsync("statestore", "k", cancellationToken: Cancellation);
        Assert.False(await dapr.TrySaveStateAsync("statestore", "k", "v", "7", cancellationToken: Cancellation));

        foreach (var (operation, success) in new[] { ("set", "true"), ("get", "true"), ("bulk_get", "true"), ("transaction", "true"), ("delete", "true"), ("set", "false") })
        {
            var labels = $$"""{app_id="app",component="statestore",namespace="default",operation="{{operation}}",success="{{success}}"}""";
            await Scrape.HasAsync(sidecar, $"dapr_component_state_count{labels}", $"dapr_component_state_latencies_count{labels}");
        }
        Assert.Contains("dapr_component_state_latencies_bucket{app_id=\"app\",component=\"statestore\",le=\"100000\",namespace=\"default\",operation=\"get\",success=\"true\"}", (await Scrape.OfAsync(sidecar)).Samples.Keys);
    }

    [Fact]
    public async Task SecretsAndBindings_AreCounted()
    {
        await using var app = await TestApp.StartAsync(a => a.Map("/{**path}", () => Results.Ok()));
        await using var sidecar = await StartAsync(
            Documents(Secrets, Component("sms", "bindings.localstorage", "v1", ("rootPath", "sms")), Component("tick", "bindings.cron", "v1", ("schedule", "@every 1h"), ("direction", "input"))), ("app", app.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.GetSecretAsync("secrets", "PATH", cancellationToken: Cancellation);
        await dapr.GetBulkSecretAsync("secrets", cancellationToken: Cancellation);
        await dapr.InvokeBindingAsync("sms", "create", "x", cancellationToken: Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => dapr.InvokeBindingAsync("sms", "get", "x", new Dictionary<string, string> { ["fileName"] = "none" }, Cancellation));

        await Scrape.HasAsync(
            sidecar,
            "dapr_component_secret_count{app_id=\"app\",component=\"secrets\",namespace=\"default\",operation=\"get\",success=\"true\"}",
            "dapr_component_secret_latencies_count{app_id=\"app\",component=\"secrets\",namespace=\"default\",operation=\"bulk_get\",success=\"true\"}",
            "dapr_component_output_binding_count{app_id=\"app\",component=\"sms\",namespace=\"default\",operation=\"create\",success=\"true\"}",
            "dapr_component_output_binding_latencies_count{app_id=\"app\",component=\"sms\",namespace=\"default\",operation=\"get\",success=\"false\"}");
    }

    [Fact]
    public async Task InputBinding_IsCountedByWhatTheAppMakesOfIt()
    {
        await using var app = await TestApp.StartAsync(a => a.Map("/{**path}", () => Results.Ok()));
        await using var sidecar = await StartAsync(Component("tick", "bindings.cron", "v1", ("schedule", "@every 1s"), ("direction", "input")), ("app", app.Port));
        const string Labels = "{app_id=\"app\",component=\"tick\",namespace=\"default\",success=\"true\"}";

        await WaitFor.ConditionAsync(async () => (await Scrape.OfAsync(sidecar))[$"dapr_component_input_binding_count{Labels}"] >= 1);

        Assert.True((await Scrape.OfAsync(sidecar))[$"dapr_component_input_binding_latencies_count{Labels}"] >= 1);
    }

    [Fact]
    public async Task Events_AreCountedWhenPublishedAndByWhatBecomesOfThem()
    {
        await using var app = await Subscriber.StartAsync("t", (e, n) => e.GetProperty("data").GetString() switch
        {
            "drop" => (200, """{"status":"DROP"}"""),
            "gone" => (404, ""),
            "retry" when n == 1 => (500, ""),
            _ => (200, ""),
        });
        await using var sidecar = await StartAsync(Documents(Component("pubsub", "pubsub.in-memory"), Retry(3)), ("app", app.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.PublishEventAsync("pubsub", "t", "retry", Cancellation);
        await WaitFor.ConditionAsync(() => app.Events.Count == 2);
        await dapr.PublishEventAsync("pubsub", "t", "drop", Cancellation);
        await dapr.PublishEventAsync("pubsub", "t", "gone", Cancellation);
        await dapr.BulkPublishEventAsync("pubsub", "other", ["a", "b"], cancellationToken: Cancellation);

        await Scrape.UntilAsync(sidecar, "dapr_component_pubsub_egress_count{app_id=\"app\",component=\"pubsub\",namespace=\"default\",success=\"true\",topic=\"t\"}", 3);
        await Scrape.HasAsync(
            sidecar,
            "dapr_component_pubsub_egress_bulk_count{app_id=\"app\",component=\"pubsub\",namespace=\"default\",success=\"true\",topic=\"other\"}",
            "dapr_component_pubsub_egress_bulk_latencies_count{app_id=\"app\",component=\"pubsub\",namespace=\"default\",success=\"true\",topic=\"other\"}",
            Ingress("count", "success", "success"), Ingress("count", "retry", "retry"), Ingress("count", "drop", "success"), Ingress("count", "drop", "drop"), Ingress("latencies_count", "success", "success"),
            "dapr_resiliency_loaded{app_id=\"app\",name=\"resiliency\",namespace=\"\"}",
            Policy("count", "retry", "inbound", "Pubsub_pubsub"), Policy("activations_total", "retry", "inbound", "Pubsub_pubsub"));

        static string Ingress(string what, string process, string status) =>
            $$"""dapr_component_pubsub_ingress_{{what}}{app_id="app",component="pubsub",namespace="default",process_status="{{process}}",status="{{status}}",topic="t"}""";
    }

    [Fact]
    public async Task BulkDeliveries_AreCountedByCallAndByEvent()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.MapGet("/dapr/subscribe", () => new[] { new { pubsubname = "pubsub", topic = "t", route = "/on", bulkSubscribe = new { enabled = true, maxMessagesCount = 2, maxAwaitDurationMs = 10_000 } } });
            a.MapPost("/on", (JsonElement calls) => new { statuses = calls.GetProperty("entries").EnumerateArray().Select(e => new { entryId = e.GetProperty("entryId").GetString(), status = "SUCCESS" }) });
        });
        await using var sidecar = await StartAsync(Component("pubsub", "pubsub.in-memory"), ("app", app.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.BulkPublishEventAsync("pubsub", "t", ["a", "b"], cancellationToken: Cancellation);

        await Scrape.HasAsync(sidecar, "dapr_component_pubsub_ingress_bulk_count{app_id=\"app\",component=\"pubsub\",namespace=\"default\",process_status=\"\",topic=\"t\"}");
        var scrape = await Scrape.UntilAsync(sidecar, "dapr_component_pubsub_ingress_bulk_event_count{app_id=\"app\",component=\"pubsub\",namespace=\"default\",process_status=\"SUCCESS\",topic=\"t\"}", 2);
        Assert.DoesNotContain("dapr_component_pubsub_ingress_count", scrape.Names);
    }

    [Fact]
    public async Task Policies_OfAnApp_AreCountedByWhatTheyDo()
    {
        await using var app = await TestApp.StartAsync(a => a.Map("/{**path}", () => Results.StatusCode(500)));
        await using var sidecar = await StartAsync(
            """
            kind: Resiliency
            metadata: {name: mine}
            spec:
              policies:
                timeouts: {long: 1m}
                retries: {once: {policy: constant, duration: 1ms, maxRetries: 1}}
                circuitBreakers: {two: {trip: consecutiveFailures >= 2, timeout: 1h}}
              targets: {apps: {other: {timeout: long, retry: once, circuitBreaker: two}}}
            """,
            ("app", 0), ("other", app.Port));
        using var http = sidecar.Http("app");

        using var answer = await http.GetAsync("/v1.0/invoke/other/method/x", Cancellation);

        await Scrape.HasAsync(
            sidecar,
            "dapr_resiliency_loaded{app_id=\"other\",name=\"mine\",namespace=\"\"}",
            Policy("count", "timeout", "outbound", "app_other", name: "mine"), Policy("count", "retry", "outbound", "app_other", name: "mine"),
            Policy("count", "circuitbreaker", "outbound", "app_other", "closed", "mine"),
            Policy("activations_total", "retry", "outbound", "app_other", name: "mine"),
            Policy("activations_total", "circuitbreaker", "outbound", "app_other", "open", "mine"),
            Policy("cb_state", "circuitbreaker", "outbound", "app_other", "open", "mine"));
        Assert.Equal(0, (await Scrape.OfAsync(sidecar)).Samples[Policy("cb_state", "circuitbreaker", "outbound", "app_other", "closed", "mine")]);
    }

    private static string Policy(string what, string policy, string direction, string target, string status = "", string name = "resiliency") =>
        $$"""dapr_resiliency_{{what}}{app_id="app",flow_direction="{{direction}}",name="{{name}}",namespace="",policy="{{policy}}",status="{{status}}",target="{{target}}"}""";

    [Theory]
    [InlineData("--app-id a", 9090)]
    [InlineData("--app-id a --metrics-port 9191", 9191)]
    [InlineData("--app-id a --metrics-port 0 --enable-metrics", 0)]
    [InlineData("--app-id a --enable-metrics=false --metrics-port 9191", null)]
    [InlineData("", null)]
    [InlineData("--metrics-port 9191", 9191)]
    [InlineData("--enable-metrics", 9090)]
    public void CommandLine_SaysWhetherAndWhere(string args, int? port)
    {
        var options = CommandLine.Parse(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), name => name == "YILAI_SIDECAR_APPS" ? "[]" : null);

        Assert.Equal(port, options.MetricsPort);
        Assert.Equal(IPAddress.Loopback, options.MetricsAddress);
    }

    [Fact]
    public async Task Port_ThatIsTaken_StopsTheStart()
    {
        await using var taken = await TestApp.StartAsync(_ => { });

        var error = await Assert.ThrowsAsync<SidecarStartException>(() => TestSidecar.StartAsync("", o => o with { MetricsPort = taken.Port }, ("app", 0)));

        Assert.Contains("a port cannot be opened", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_ThatTurnsMetricsOff_LeavesThePageWithoutThem()
    {
        await using var sidecar = await StartAsync("kind: Configuration\nspec: {metrics: {enabled: false}}", ("app", 0));
        using var http = sidecar.Http("app");
        using var _ = await http.GetAsync("/v1.0/metadata", Cancellation);

        var scrape = await Scrape.OfAsync(sidecar);

        Assert.Contains("process_cpu_seconds_total", scrape.Names);
        Assert.DoesNotContain(scrape.Names, n => n.StartsWith("dapr_", StringComparison.Ordinal));
    }
}

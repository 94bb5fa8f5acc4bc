using System.Net;
using System.Net.Http.Json;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>Apps that speak gRPC (--app-protocol grpc), with the official stubs on their side.</summary>
public sealed class GrpcAppTests
{
    private static readonly string PubSub = Component("pubsub", "pubsub.in-memory", "v1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invocation_ByHttp_ReachesTheAppWithAllItSays()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await StartAsync(app, "");
        using var http = sidecar.Http("app");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1.0/invoke/app/method/a/b?x=1&y=2") { Content = JsonContent.Create("hello") };
        request.Headers.Add("x-mine", "7");

        using var answer = await http.SendAsync(request, Cancellation);

        Assert.Equal("Put a/b x=1&y=2 application/json; charset=utf-8 \"hello\" 7 for-apps", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Invocation_BySdk_ReachesTheApp()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await StartAsync(app, "");
        using var dapr = sidecar.Dapr("app");

#pragma warning disable CS0618 // Old, and still what apps use.
        var answer = await dapr.InvokeMethodGrpcAsync<StringValue, StringValue>("app", "typed", new StringValue { Value = "x" }, Cancellation);
#pragma warning restore CS0618

        Assert.Equal("x!", answer.Value);
    }

    [Theory]
    [InlineData("fail/NotFound", HttpStatusCode.NotFound)]
    [InlineData("fail/Unimplemented", HttpStatusCode.NotImplemented)]
    [InlineData("fail/Unknown", HttpStatusCode.InternalServerError)]
    public async Task Invocation_ThatTheAppRefuses_HasItsCode(string method, HttpStatusCode status)
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await StartAsync(app, "");
        using var http = sidecar.Http("app");

        using var answer = await http.PostAsync($"/v1.0/invoke/app/method/{method}", null, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("ERR_DIRECT_INVOKE", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("not today", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_ComeByTheirRoutes_AndAgainWhenTheAppWantsThemAgain()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await StartAsync(app, PubSub);
        using var dapr = sidecar.Dapr("app");
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));

        await dapr.PublishEventAsync("pubsub", "t", new { kind = "big", status = "retry" }, Cancellation);
        await dapr.PublishEventAsync("pubsub", "t", new { kind = "small", status = "drop" }, Cancellation);

        await WaitFor.ConditionAsync(() => app.Events.Count == 3);
        Assert.Equal(["/big", "/big", "/other"], app.Events.Select(e => e.Path).Order());
        var big = app.Events.First(e => e.Path == "/big");
        Assert.Equal(("app", "pubsub", "t", "application/json", """{"kind":"big","status":"retry"}"""), (big.Source, big.PubsubName, big.Topic, big.DataContentType, big.Data.ToStringUtf8()));
    }

    [Fact]
    public async Task Events_OfABulkSubscription_ComeManyWithOneCall()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await StartAsync(app, PubSub);
        using var dapr = sidecar.Dapr("app");
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));

        await dapr.BulkPublishEventAsync("pubsub", "many", (string[])["a", "retry", "c"], cancellationToken: Cancellation);
        await WaitFor.ConditionAsync(() => app.Bulks.Count == 2);

        var (first, second) = (app.Bulks.First(), app.Bulks.Last());
        Assert.Equal(["\"a\"", "\"c\"", "\"retry\""], first.Entries.Select(e => e.CloudEvent.Data.ToStringUtf8()).Order(StringComparer.Ordinal));
        Assert.Equal(("pubsub", "many", "/many"), (first.PubsubName, first.Topic, first.Path));
        Assert.Equal("\"retry\"", Assert.Single(second.Entries).CloudEvent.Data.ToStringUtf8());
    }

    [Fact]
    public async Task BindingEvents_ComeToTheAppThatListsTheBinding()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await StartAsync(app, Documents(Component("tick", "bindings.cron", "v1", ("schedule", "@every 1s")), Component("tock", "bindings.cron", "v1", ("schedule", "@every 1s"))));

        await WaitFor.ConditionAsync(() => app.Bindings.Count >= 2);

        Assert.Equal(["tick"], app.Bindings.Distinct());
    }

    [Fact]
    public async Task Health_IsAskedByGrpc()
    {
        await using var app = await GrpcApp.StartAsync();
        app.IsWell = false;
        await using var sidecar = await StartAsync(app, PubSub, new AppHealthOptions("/healthz", TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), 1));
        using var dapr = sidecar.Dapr("app");
        await WaitFor.ConditionAsync(() => app.HealthChecks >= 2);
        Assert.False(await dapr.CheckHealthAsync(Cancellation));

        app.IsWell = true;

        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
    }

    [Fact]
    public async Task App_ThatImplementsNothing_IsThereAllTheSame()
    {
        await using var app = await TestApp.StartAsync(a => a.MapGet("/", () => ""), protocols: HttpProtocols.Http2);
        await using var sidecar = await TestSidecar.StartAsync(PubSub, o => o with { Apps = [new SidecarApp("app", app.Port, 0, 0, SidecarApp.Grpc)] });
        using var dapr = sidecar.Dapr("app");

        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
    }

    [Fact]
    public async Task Metadata_SaysWhatTheAppSpeaks()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await StartAsync(app, "");
        using var http = sidecar.Http("app");
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("app").GrpcPort}");

        var byGrpc = await new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel).GetMetadataAsync(new GetMetadataRequest(), cancellationToken: Cancellation);
        var byHttp = await http.GetStringAsync("/v1.0/metadata", Cancellation);

        Assert.Equal("grpc", byGrpc.AppConnectionProperties.Protocol);
        Assert.Contains($$"""{"port":{{app.Port}},"protocol":"grpc",""", byHttp, StringComparison.Ordinal);
    }

    private static Task<TestSidecar> StartAsync(GrpcApp app, string yaml, AppHealthOptions? health = null) =>
        TestSidecar.StartAsync(yaml, o => o with { Apps = [new SidecarApp("app", app.Port, 0, 0, SidecarApp.Grpc)], AppApiToken = "for-apps", AppHealth = health });
}

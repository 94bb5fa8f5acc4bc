using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapr.Client;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class MetadataTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metadata_ListsComponentsSubscriptionsAndNotes()
    {
        await using var subscriber = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync(Documents(InMemoryState, Component("pubsub", "pubsub.in-memory")), ("app", subscriber.Port));
        using var dapr = sidecar.Dapr("app");
        using var http = sidecar.Http("app");
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));

        using var noted = await http.PutAsync("/v1.0/metadata/colour", new StringContent("blue"), Cancellation);
        var json = await http.GetFromJsonAsync<JsonElement>("/v1.0/metadata", Cancellation);
        var metadata = await dapr.GetMetadataAsync(Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, noted.StatusCode);
        Assert.Equal("app", json.GetProperty("id").GetString());
        Assert.Equal("blue", json.GetProperty("extended").GetProperty("colour").GetString());
        Assert.Equal("t", json.GetProperty("subscriptions")[0].GetProperty("topic").GetString());
        Assert.Equal("/on/t", json.GetProperty("subscriptions")[0].GetProperty("rules")[0].GetProperty("path").GetString());
        Assert.Equal(["pubsub", "statestore"], metadata.Components.Select(c => c.Name).Order());
        Assert.Contains("ETAG", metadata.Components.Single(c => c.Name == "statestore").Capabilities);
        Assert.Equal("blue", metadata.Extended["colour"]);
    }

    [Fact]
    public async Task Health_FollowsTheApp_AndOutboundDoesNot()
    {
        var app = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync("", ("app", app.Port));
        using var http = sidecar.Http("app");
        using var dapr = sidecar.Dapr("app");
        await dapr.WaitForSidecarAsync(Cancellation);
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));

        await app.DisposeAsync();

        await WaitFor.ConditionAsync(async () => !await dapr.CheckHealthAsync(Cancellation));
        Assert.True(await dapr.CheckOutboundHealthAsync(Cancellation));
        using var response = await http.GetAsync("/v1.0/healthz", Cancellation);
        Assert.Equal("ERR_HEALTH_NOT_READY", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString());
        using var other = await http.GetAsync("/v1.0/healthz?appid=else", Cancellation);
        Assert.Equal("ERR_HEALTH_APPID_NOT_MATCH", (await other.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Shutdown_EndsOneAppsSidecarOnly()
    {
        await using var sidecar = await TestSidecar.StartAsync(InMemoryState, ("one", 0), ("two", 0));
        using var one = sidecar.Dapr("one");
        using var two = sidecar.Dapr("two");

        await one.ShutdownSidecarAsync(Cancellation);

        await WaitFor.ConditionAsync(async () => !await one.CheckOutboundHealthAsync(Cancellation));
        Assert.True(await two.CheckOutboundHealthAsync(Cancellation));
    }

    [Fact]
    public async Task Grpc_WithoutToken_IsUnauthenticated()
    {
        await using var sidecar = await TestSidecar.StartAsync(InMemoryState, o => o with { DaprApiToken = "right" }, ("app", 0));
        using var wrong = sidecar.Dapr("app", "wrong");
        using var right = sidecar.Dapr("app", "right");

        var error = await Assert.ThrowsAsync<Dapr.DaprException>(() => wrong.GetStateAsync<int>("statestore", "k", cancellationToken: Cancellation));

        Assert.Equal(StatusCode.Unauthenticated, Assert.IsType<RpcException>(error.InnerException).StatusCode);
        Assert.Equal(0, await right.GetStateAsync<int>("statestore", "k", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Grpc_BuildingBlockWithoutComponents_AnswersAsDaprDoes()
    {
        await using var sidecar = await TestSidecar.StartAsync(InMemoryState, ("app", 0));
        using var dapr = sidecar.Dapr("app");

        var error = await Assert.ThrowsAsync<Dapr.DaprException>(() => dapr.GetConfiguration("store", ["a"], cancellationToken: Cancellation));

        var answer = Assert.IsType<RpcException>(error.InnerException);
        Assert.Equal((StatusCode.FailedPrecondition, "configuration stores not configured"), (answer.StatusCode, answer.Status.Detail));
    }

    [Theory]
    [InlineData("GET", "/v1.0/configuration/store", 500, "ERR_CONFIGURATION_STORE_NOT_CONFIGURED")]
    [InlineData("POST", "/v1.0-alpha1/lock/store", 500, "ERR_LOCK_STORE_NOT_CONFIGURED")]
    [InlineData("PUT", "/v1.0-alpha1/crypto/vault/encrypt", 500, "ERR_CRYPTO_PROVIDERS_NOT_CONFIGURED")]
    [InlineData("POST", "/v1.0-alpha2/conversation/llm/converse", 400, "ERR_CONVERSATION_NOT_FOUND")]
    [InlineData("POST", "/v1.0/jobs/nightly", 500, "DAPR_SCHEDULER_SCHEDULE_JOB")]
    public async Task Http_BuildingBlockWithoutComponents_AnswersAsDaprDoes(string method, string path, int status, string code)
    {
        await using var sidecar = await TestSidecar.StartAsync(InMemoryState, ("app", 0));
        using var http = sidecar.Http("app");
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);

        using var answer = await http.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains($"\"{code}\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_Invoke_ReachesAnHttpApp()
    {
        await using var app = await TestApp.StartAsync(a => a.MapFallback(async (HttpContext c) =>
        {
            c.Response.StatusCode = c.Request.Path == "/missing" ? 404 : 200;
            await c.Response.WriteAsync("gone");
        }));
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));
        using var dapr = sidecar.Dapr("caller");

#pragma warning disable CS0618 // Obsolete, but apps may still call it.
        await dapr.InvokeMethodGrpcAsync("target", "there", Cancellation);
        var error = await Assert.ThrowsAsync<InvocationException>(() => dapr.InvokeMethodGrpcAsync("target", "missing", Cancellation));
#pragma warning restore CS0618

        Assert.Equal(StatusCode.NotFound, Assert.IsType<RpcException>(error.InnerException).StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/x")]
    [InlineData("//127.0.0.1:{0}/x")]
    [InlineData("\\\\127.0.0.1:{0}\\x")]
    [InlineData("a||b")]
    public async Task Grpc_InvokeOfAMethodThatLooksLikeAnAddress_StaysWithTheApp(string method)
    {
        await using var elsewhere = await TestApp.StartAsync(a => a.MapFallback("{**any}", () => "elsewhere"));
        await using var app = await TestApp.StartAsync(a => a.MapFallback("{**any}", () => "app"));
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("caller").GrpcPort}");
        var message = new Dapr.Client.Autogen.Grpc.v1.InvokeRequest { Method = string.Format(System.Globalization.CultureInfo.InvariantCulture, method, elsewhere.Port) };

        var answer = await new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel).InvokeServiceAsync(new() { Id = "target", Message = message }, cancellationToken: Cancellation);

        Assert.Equal("app", answer.Data.Value.ToStringUtf8());
    }

    [Fact]
    public async Task Metadata_CountsTheWorkersOfWorkflows()
    {
        await using var sidecar = await TestSidecar.StartAsync(Workflows.Worker.InMemory, ("app", 0));
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("app").GrpcPort}");
        var dapr = new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel);
        await using var worker = await Workflows.Worker.StartAsync(sidecar.Ports("app").GrpcPort, _ => { });

        await WaitFor.ConditionAsync(async () => (await dapr.GetMetadataAsync(new Dapr.Client.Autogen.Grpc.v1.GetMetadataRequest(), cancellationToken: Cancellation)).Workflows.ConnectedWorkers == 1);
    }
}

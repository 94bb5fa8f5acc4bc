using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.MetricsTests;

namespace Yilai.Sidecar.Tests;

/// <summary>What Prometheus reads of calls: the HTTP and gRPC APIs, invocations, calls of apps.</summary>
public sealed class CallMetricsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invocation_ByHttp_IsCountedOnBothSides()
    {
        await using var app = await TestApp.StartAsync(a => a.MapPost("/orders/{id}", () => Results.Text("done")));
        await using var sidecar = await StartAsync("", ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");

        for (var i = 0; i < 3; i++)
            using (await http.PostAsync("/v1.0/invoke/target/method/orders/7?x=1", new StringContent("12345"), Cancellation))
            {
            }

        const string Path = "method=\"POST\",path=\"/v1.0/invoke/target/method/orders/7\",status=\"200\"";
        const string App = "app_id=\"target\",method=\"POST\",path=\"/orders/7\",status";
        foreach (var sample in new[]
        {
            $"dapr_http_server_request_count{{app_id=\"caller\",{Path}}}",
            $"dapr_http_server_response_count{{app_id=\"caller\",{Path}}}",
            $"dapr_http_server_latency_count{{app_id=\"caller\",{Path}}}",
            "dapr_http_server_request_bytes_count{app_id=\"caller\"}",
            "dapr_http_server_response_bytes_count{app_id=\"caller\"}",
            "dapr_runtime_service_invocation_req_sent_total{app_id=\"caller\",dst_app_id=\"target\",type=\"unary\"}",
            "dapr_runtime_service_invocation_res_recv_total{app_id=\"caller\",src_app_id=\"target\",status=\"200\",type=\"unary\"}",
            "dapr_runtime_service_invocation_res_recv_latency_ms_count{app_id=\"caller\",src_app_id=\"target\",status=\"200\"}",
            "dapr_runtime_service_invocation_req_recv_total{app_id=\"target\",src_app_id=\"caller\"}",
            "dapr_runtime_service_invocation_res_sent_total{app_id=\"target\",dst_app_id=\"caller\",status=\"200\"}",
            $"dapr_http_client_completed_count{{{App}=\"200\"}}",
            $"dapr_http_client_roundtrip_latency_count{{{App}=\"200\"}}",
            $"dapr_http_client_sent_bytes_count{{{App}=\"\"}}",
        })
            await Scrape.UntilAsync(sidecar, sample, 3);
        var scrape = await Scrape.OfAsync(sidecar);
        Assert.Equal(15, scrape["dapr_http_server_request_bytes_sum{app_id=\"caller\"}"]);
        Assert.Equal(12, scrape["dapr_http_server_response_bytes_sum{app_id=\"caller\"}"]);
        Assert.Equal(15, scrape[$"dapr_http_client_sent_bytes_sum{{{App}=\"\"}}"]);
    }

    [Fact]
    public async Task Invocation_OfOneself_IsNoServiceInvocation()
    {
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", () => "done"));
        await using var sidecar = await StartAsync("", ("app", app.Port));
        using var http = sidecar.Http("app");

        await http.GetStringAsync("/v1.0/invoke/app/method/x", Cancellation);

        await Scrape.HasAsync(sidecar, "dapr_http_client_completed_count{app_id=\"app\",method=\"GET\",path=\"/x\",status=\"200\"}");
        Assert.DoesNotContain((await Scrape.OfAsync(sidecar)).Names, n => n.Contains("service_invocation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paths_LoseWhatNamesOneThing()
    {
        await using var sidecar = await StartAsync(ComponentYaml.InMemoryState, ("app", 0));
        using var http = sidecar.Http("app");

        foreach (var path in new[] { "/v1.0/state/statestore/k", "/v1.0/secrets/s/a", "/v1.0//state/statestore/k", "/v1.0/workflows/dapr/i-1", "/v1.0/actors/T/1/state/k" })
            using (await http.GetAsync(path, Cancellation))
            {
            }
        foreach (var path in new[] { "/v1.0/workflows/dapr/order/start", "/v1.0/workflows/dapr/i/raiseEvent/paid", "/v1.0/workflows/dapr/i/pause" })
            using (await http.PostAsync(path, null, Cancellation))
            {
            }

        var labels = (await Scrape.OfAsync(sidecar)).Samples.Keys.Where(k => k.StartsWith("dapr_http_server_request_count", StringComparison.Ordinal)).Select(k => k.Split("path=\"")[1].Split('"')[0]);
        Assert.Equal(
            ["/v1.0/actors/T/{id}/state", "/v1.0/secrets/s", "/v1.0/state/statestore", "/v1.0/workflows/dapr/order/start", "/v1.0/workflows/dapr/{instanceId}", "/v1.0/workflows/dapr/{instanceId}/pause", "/v1.0/workflows/dapr/{instanceId}/raiseEvent/{eventName}"],
            labels.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Paths_WithoutEnd_DoNotFillTheMemory()
    {
        await using var sidecar = await StartAsync("", ("app", 0));
        using var http = sidecar.Http("app");

        for (var i = 0; i < 2100; i++)
            using (await http.GetAsync($"/v1.0/invoke/nobody/method/{i}", Cancellation))
            {
            }

        await WaitFor.ConditionAsync(async () => (await Scrape.OfAsync(sidecar))["dapr_http_server_request_count{app_id=\"app\",method=\"GET\",path=\"\",status=\"500\"}"] == 100);
    }

    [Fact]
    public async Task Configuration_SaysWhatOfHttpIsTold()
    {
        await using var sidecar = await StartAsync(
            "kind: Configuration\nspec: {metric: {latencyDistributionBuckets: [5, 50], http: {increasedCardinality: false, excludeVerbs: true}}}", ("app", 0));
        using var http = sidecar.Http("app");

        using var answer = await http.GetAsync("/v1.0/healthz", Cancellation);

        await Scrape.HasAsync(sidecar, "dapr_http_server_request_count{app_id=\"app\",method=\"\",path=\"\",status=\"204\"}");
        var scrape = await Scrape.OfAsync(sidecar);
        Assert.DoesNotContain("dapr_http_server_response_count", scrape.Names);
        Assert.Equal(3, scrape.Samples.Keys.Count(k => k.StartsWith("dapr_http_server_latency_bucket", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GrpcApi_IsCountedByMethodAndStatus()
    {
        await using var sidecar = await StartAsync(ComponentYaml.InMemoryState, ("app", 0));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("app").GrpcPort}");
        var dapr = new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel);

        await dapr.GetStateAsync(new GetStateRequest { StoreName = "statestore", Key = "k" }, cancellationToken: Cancellation);
        await Assert.ThrowsAsync<RpcException>(async () => await dapr.GetStateAsync(new GetStateRequest { StoreName = "none", Key = "k" }, cancellationToken: Cancellation));

        const string Method = "app_id=\"app\",grpc_server_method=\"/dapr.proto.runtime.v1.Dapr/GetState\"";
        await Scrape.HasAsync(
            sidecar,
            $"dapr_grpc_io_server_completed_rpcs{{{Method},grpc_server_status=\"OK\"}}",
            $"dapr_grpc_io_server_server_latency_count{{{Method},grpc_server_status=\"OK\"}}",
            $"dapr_grpc_io_server_completed_rpcs{{{Method},grpc_server_status=\"InvalidArgument\"}}");
        await Scrape.UntilAsync(sidecar, $"dapr_grpc_io_server_received_bytes_per_rpc_count{{{Method}}}", 2);
        await Scrape.UntilAsync(sidecar, $"dapr_grpc_io_server_sent_bytes_per_rpc_count{{{Method}}}", 2);
    }

    [Fact]
    public async Task GrpcApp_ItsCallsAndProbes_AreCounted()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync(
            "", o => o with { MetricsPort = 0, Apps = [new("app", 0, 0, 0), new("target", app.Port, 0, 0, SidecarApp.Grpc)], AppHealth = new AppHealthOptions("/", TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), 3) });
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("app").GrpcPort}");
        var dapr = new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel);
        var request = new InvokeServiceRequest { Id = "target", Message = new InvokeRequest { Method = "typed", Data = Any.Pack(new StringValue { Value = "x" }) } };

        await dapr.InvokeServiceAsync(request, cancellationToken: Cancellation);
        request.Message.Method = "fail/NotFound";
        await Assert.ThrowsAsync<RpcException>(async () => await dapr.InvokeServiceAsync(request, cancellationToken: Cancellation));

        const string Method = "app_id=\"target\",grpc_client_method=\"/dapr.proto.runtime.v1.AppCallback/OnInvoke\"";
        await Scrape.HasAsync(
            sidecar,
            $"dapr_grpc_io_client_completed_rpcs{{{Method},grpc_client_status=\"OK\"}}",
            $"dapr_grpc_io_client_roundtrip_latency_count{{{Method},grpc_client_status=\"NotFound\"}}",
            "dapr_runtime_service_invocation_res_recv_total{app_id=\"app\",src_app_id=\"target\",status=\"0\",type=\"unary\"}",
            "dapr_runtime_service_invocation_res_sent_total{app_id=\"target\",dst_app_id=\"app\",status=\"5\"}");
        await Scrape.UntilAsync(sidecar, $"dapr_grpc_io_client_sent_bytes_per_rpc_count{{{Method}}}", 2);
        await WaitFor.ConditionAsync(async () => (await Scrape.OfAsync(sidecar))["dapr_grpc_io_healthprobes_completed_count{app_id=\"target\",grpc_client_status=\"OK\"}"] >= 1);
    }

    [Fact]
    public async Task GrpcCall_ThatIsPassedOn_IsCounted()
    {
        await using var app = await GrpcApp.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync(
            "", o => o with { MetricsPort = 0, Apps = [new("app", 0, 0, 0), new("target", app.Port, 0, 0, SidecarApp.Grpc)] });
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("app").GrpcPort}");
        var bytes = Marshallers.Create<byte[]>(b => b, b => b);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "dapr.proto.runtime.v1.AppCallbackHealthCheck", "HealthCheck", bytes, bytes);
        var headers = new global::Grpc.Core.Metadata { { "dapr-app-id", "target" } };

        await channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers), []);
        headers.Add("dapr-stream", "true");
        await channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers), []);

        await Scrape.UntilAsync(sidecar, "dapr_grpc_io_server_completed_rpcs{app_id=\"app\",grpc_server_method=\"/dapr.proto.runtime.v1.AppCallbackHealthCheck/HealthCheck\",grpc_server_status=\"OK\"}", 2);
        await Scrape.HasAsync(
            sidecar,
            "dapr_runtime_service_invocation_req_sent_total{app_id=\"app\",dst_app_id=\"target\",type=\"unary\"}",
            "dapr_runtime_service_invocation_req_sent_total{app_id=\"app\",dst_app_id=\"target\",type=\"streaming\"}",
            "dapr_runtime_service_invocation_res_recv_total{app_id=\"app\",src_app_id=\"target\",status=\"0\",type=\"unary\"}");
    }

    [Fact]
    public async Task HealthProbes_OfAnHttpApp_AreCountedByThemselves()
    {
        await using var app = await TestApp.StartAsync(a => a.Map("/well", () => "yes"));
        await using var sidecar = await TestSidecar.StartAsync(
            "", o => o with { MetricsPort = 0, AppHealth = new AppHealthOptions("/well", TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), 3) }, ("app", app.Port));

        await WaitFor.ConditionAsync(async () => (await Scrape.OfAsync(sidecar))["dapr_http_healthprobes_completed_count{app_id=\"app\",status=\"200\"}"] >= 2);

        Assert.DoesNotContain((await Scrape.OfAsync(sidecar)).Samples.Keys, k => k.Contains("/well", StringComparison.Ordinal));
    }
}

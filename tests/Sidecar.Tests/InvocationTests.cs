using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests;

public sealed class InvocationTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_ByPath_PassesMethodBodyQueryHeadersAndStatusThrough()
    {
        await using var app = await TestApp.StartAsync(Echo);
        await using var sidecar = await TestSidecar.StartAsync("", o => o with { AppApiToken = "app-secret", DaprApiToken = "dapr-secret" }, ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller", "dapr-secret");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1.0/invoke/target/method/some%2Fthing/%E4%BD%A0?a=1&b=%20x")
        {
            Content = new StringContent("你好"),
            Headers = { { "x-mine", "yes" }, { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } },
        };

        using var response = await http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("seen", response.Headers.GetValues("x-answer").Single());
        var seen = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("PUT", seen.GetProperty("method").GetString());
        Assert.Equal("/some%2Fthing/%E4%BD%A0?a=1&b=%20x", seen.GetProperty("target").GetString());
        Assert.Equal("你好", seen.GetProperty("body").GetString());
        var headers = seen.GetProperty("headers");
        Assert.Equal("yes", headers.GetProperty("x-mine").GetString());
        Assert.Equal("app-secret", headers.GetProperty("dapr-api-token").GetString());
        Assert.Equal("caller", headers.GetProperty("dapr-caller-app-id").GetString());
        Assert.Equal("target", headers.GetProperty("dapr-callee-app-id").GetString());
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", headers.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", headers.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", response.Headers.GetValues("traceparent").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_ByHeader_KeepsThePath()
    {
        await using var app = await TestApp.StartAsync(Echo);
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders/7?x=1") { Headers = { { "dapr-app-id", "target" } } };

        using var response = await http.SendAsync(request, Cancellation);

        var seen = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("/api/orders/7?x=1", seen.GetProperty("target").GetString());
        Assert.False(seen.GetProperty("headers").TryGetProperty("dapr-app-id", out _));
    }

    [Fact]
    public async Task Invoke_BySdk_ReachesTheApp()
    {
        await using var app = await TestApp.StartAsync(Echo);
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));
        using var dapr = sidecar.Dapr("caller");
        using var client = dapr.CreateInvokableHttpClient("target");

        using var response = await client.PostAsJsonAsync("/things", new { name = "a" }, Cancellation);

        var seen = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("/things", seen.GetProperty("target").GetString());
        Assert.Equal("""{"name":"a"}""", seen.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Invoke_UnknownApp_Is500WithDirectInvoke()
    {
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0));
        using var http = sidecar.Http("caller");

        using var response = await http.GetAsync("/v1.0/invoke/nobody/method/x", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var error = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("ERR_DIRECT_INVOKE", error.GetProperty("errorCode").GetString());
        Assert.StartsWith("failed to invoke, id: nobody, err: failed to resolve address for 'nobody", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_AppDown_Is500WithDirectInvokeAtOnce()
    {
        var app = await TestApp.StartAsync(Echo);
        await app.DisposeAsync();
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");
        http.Timeout = TimeSpan.FromSeconds(5);

        using var response = await http.PostAsync("/v1.0/invoke/target/method/x", new StringContent("body"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("ERR_DIRECT_INVOKE", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Invoke_NoTarget_Is404()
    {
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0));
        using var http = sidecar.Http("caller");

        using var response = await http.GetAsync("/no/such/route", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(
            """{"errorCode":"ERR_DIRECT_INVOKE","message":"failed getting app id either from the URL path or the header dapr-app-id"}""",
            await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Invoke_BodyOverTheLimit_IsRefusedAsTooLarge()
    {
        await using var app = await TestApp.StartAsync(Echo);
        await using var sidecar = await TestSidecar.StartAsync("", o => o with { MaxBodySize = 1024 }, ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");

        using var response = await http.PostAsync("/v1.0/invoke/target/method/x", new ByteArrayContent(new byte[2048]), Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Invoke_ServerSentEvents_ArriveOneByOne()
    {
        var second = new TaskCompletionSource();
        await using var app = await TestApp.StartAsync(a => a.MapGet("/events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await second.Task;
            await context.Response.WriteAsync("data: 2\n\n");
        }));
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");

        await using var stream = await http.GetStreamAsync("/v1.0/invoke/target/method/events", Cancellation);
        using var reader = new StreamReader(stream);
        Assert.Equal("data: 1", await reader.ReadLineAsync(Cancellation)); // The second is not even written yet.
        second.SetResult();
        Assert.Equal("\ndata: 2\n\n", await reader.ReadToEndAsync(Cancellation));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public async Task HttpPort_SpeaksHttp1AndHttp2(int major, int minor)
    {
        await using var app = await TestApp.StartAsync(Echo);
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");
        http.DefaultRequestVersion = new Version(major, minor);
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using var response = await http.PostAsync("/v1.0/invoke/target/method/x", new StringContent("hello"), Cancellation);

        Assert.Equal(new Version(major, minor), response.Version);
        Assert.Equal("hello", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("body").GetString());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("right", HttpStatusCode.NotFound)]
    public async Task ApiToken_IsWantedForAllButHealth(string? shown, HttpStatusCode expected)
    {
        await using var sidecar = await TestSidecar.StartAsync("", o => o with { DaprApiToken = "right" }, ("caller", 0));
        using var http = sidecar.Http("caller", shown);

        using var response = await http.GetAsync("/v1.0/nothing", Cancellation);
        using var health = await http.GetAsync("/v1.0/healthz/outbound", Cancellation);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized)
            Assert.Equal("invalid api token", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.NoContent, health.StatusCode);
    }

    private static void Echo(WebApplication app) => app.Run(async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = StatusCodes.Status409Conflict;
        context.Response.Headers["x-answer"] = "seen";
        await context.Response.WriteAsJsonAsync(new
        {
            method = context.Request.Method,
            target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            body,
            headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
        });
    });
}

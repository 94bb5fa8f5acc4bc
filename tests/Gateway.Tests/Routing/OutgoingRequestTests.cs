using System.Diagnostics;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Routing;

public sealed class OutgoingRequestTests(Platform platform) : IClassFixture<Platform>
{
    [Fact]
    public async Task Send_HeadersOfThePlatform_AreDropped()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
        request.Headers.Add("yilai-user-id", TestKeys.User.ToString());
        request.Headers.Add("Yilai-Roles", "admin");
        request.Headers.Add("dapr-app-id", "identity");
        request.Headers.Add("dapr-api-token", "guessed");
        request.Headers.Add("dapr-anything", "x");

        var echo = await platform.EchoAsync(request);

        Assert.Equal("orders", echo.AppId);
        Assert.Equal(["app-token"], echo.Headers["dapr-api-token"]);
        Assert.DoesNotContain(echo.Headers.Keys, k => k.StartsWith("yilai-", StringComparison.Ordinal) || k == "dapr-anything");
    }

    [Fact]
    public async Task Send_ForwardedHeadersOfTheClient_AreReplaced()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/some-page");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Prefix", "/x");
        request.Headers.Add("X-Real-IP", "203.0.113.9");
        request.Headers.Add("Forwarded", "for=203.0.113.9");

        var echo = await platform.EchoAsync(request);

        Assert.Equal(["127.0.0.1"], echo.Headers["x-forwarded-for"]);
        Assert.Equal([platform.Client.BaseAddress!.Authority], echo.Headers["x-forwarded-host"]);
        Assert.Equal(["http"], echo.Headers["x-forwarded-proto"]);
        Assert.DoesNotContain(echo.Headers.Keys, k => k is "x-forwarded-prefix" or "x-real-ip" or "forwarded");
    }

    [Fact]
    public async Task Send_ThroughATrustedProxy_KeepsTheClientsAddress()
    {
        using var gateway = await platform.StartGatewayAsync("--TrustedProxies=127.0.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/some-page");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await gateway.SendAsync(request);

        var body = await response.Content.ReadAsStringAsync();

        Assert.Contains("\"x-forwarded-for\":[\"203.0.113.9\"]", body, StringComparison.Ordinal);
        Assert.Contains("\"x-forwarded-proto\":[\"https\"]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TraceOfTheCaller_GoesOn()
    {
        using var caller = new Activity("caller").Start();

        var echo = await platform.EchoAsync("/api/orders");

        Assert.StartsWith($"00-{caller.TraceId}-", echo.Header("traceparent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Cookies_GoBothWays()
    {
        platform.Services.Answers["/api/auth/refresh"] = context =>
        {
            context.Response.Headers.SetCookie = "refresh=next; httponly";
            context.Response.Headers["seen"] = context.Request.Headers.Cookie;
            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/refresh");
        request.Headers.Add("Cookie", "refresh=old");

        using var response = await platform.Client.SendAsync(request);

        Assert.Equal("refresh=old", response.Headers.GetValues("seen").Single());
        Assert.Equal("refresh=next; httponly", response.Headers.GetValues("Set-Cookie").Single());
    }
}

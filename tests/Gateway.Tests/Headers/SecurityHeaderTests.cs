using Microsoft.AspNetCore.Http;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Headers;

public sealed class SecurityHeaderTests(Platform platform) : IClassFixture<Platform>
{
    [Theory]
    [InlineData("/api/orders")]
    [InlineData("/api/nothing-here")]
    [InlineData("/health")]
    public async Task Get_Api_AllowsABrowserNothing(string path)
    {
        using var response = await platform.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Header(response, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("strict-origin-when-cross-origin", Header(response, "Referrer-Policy"));
        Assert.NotNull(Header(response, "Permissions-Policy"));
        Assert.Null(Header(response, "Server"));
        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Get_Page_GetsThePolicyOfPages()
    {
        platform.Frontend.Answers["/page"] = context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers["X-Powered-By"] = "Nuxt";
            return context.Response.WriteAsync("<p>");
        };

        using var response = await platform.Client.GetAsync(new Uri("/page", UriKind.Relative));

        Assert.Contains("style-src 'self' 'unsafe-inline'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Null(Header(response, "X-Powered-By"));
    }

    [Fact]
    public async Task Get_PageWithAPolicyOfItsOwn_KeepsIt()
    {
        platform.Frontend.Answers["/strict"] = context =>
        {
            context.Response.Headers.ContentSecurityPolicy = "script-src 'nonce-1'";
            return Task.CompletedTask;
        };

        using var response = await platform.Client.GetAsync(new Uri("/strict", UriKind.Relative));

        Assert.Equal("script-src 'nonce-1'", Header(response, "Content-Security-Policy"));
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Get_Scheme_DecidesOnStrictTransport(string scheme, bool strict)
    {
        using var gateway = await platform.StartGatewayAsync("--TrustedProxies=127.0.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("X-Forwarded-For", "203.0.113.1");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        request.Headers.Add("X-Forwarded-Host", "yilai.example");

        using var response = await gateway.SendAsync(request);

        Assert.Equal(strict, response.Headers.Contains("Strict-Transport-Security"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}

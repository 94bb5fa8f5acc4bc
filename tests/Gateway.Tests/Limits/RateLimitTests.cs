using System.Net;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Limits;

public sealed class RateLimitTests(Platform platform) : IClassFixture<Platform>
{
    private static readonly string[] Tight =
        ["--TrustedProxies=127.0.0.1", "--Limits:Address:Burst=3", "--Limits:Address:PerSecond=1", "--Limits:User:Burst=2", "--Limits:User:PerSecond=1"];

    [Fact]
    public async Task Get_TooOftenFromOneAddress_Is429AndOthersGoOn()
    {
        using var gateway = await platform.StartGatewayAsync(Tight);

        using var refused = await SendUntilRefusedAsync(gateway, () => From("203.0.113.1"), allowed: 3);
        using var other = await gateway.SendAsync(From("203.0.113.2"));

        await ProblemAssert.IsAsync(refused, HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Get_TooOftenFromOneIPv6Network_Is429()
    {
        using var gateway = await platform.StartGatewayAsync(Tight);
        var host = 0;

        using var refused = await SendUntilRefusedAsync(gateway, () => From($"2001:db8:1:2::{++host}"), allowed: 3);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task Get_TooOftenByOneUser_Is429WhereverFrom()
    {
        using var gateway = await platform.StartGatewayAsync(Tight);
        var host = 0;

        using var refused = await SendUntilRefusedAsync(
            gateway,
            () =>
            {
                var request = Platform.WithToken("/api/orders", platform.Services.Keys.Token());
                request.Headers.Add("X-Forwarded-For", $"203.0.113.{++host}");
                return request;
            },
            allowed: 2);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task Get_FromThisMachine_IsNotLimitedByAddress()
    {
        using var gateway = await platform.StartGatewayAsync(Tight);
        for (var i = 0; i < 20; i++)
        {
            using var response = await gateway.GetAsync(new Uri("/api/orders", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static HttpRequestMessage From(string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders");
        request.Headers.Add("X-Forwarded-For", address);
        return request;
    }

    /// <summary>Buckets refill while the test runs, so a refusal is awaited, but not before what is allowed.</summary>
    private static async Task<HttpResponseMessage> SendUntilRefusedAsync(HttpClient gateway, Func<HttpRequestMessage> request, int allowed)
    {
        for (var i = 0; i < 100; i++)
        {
            var response = await gateway.SendAsync(request());
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Assert.True(i >= allowed, $"refused after {i} calls");
                return response;
            }

            response.Dispose();
        }

        throw new InvalidOperationException("never refused");
    }
}

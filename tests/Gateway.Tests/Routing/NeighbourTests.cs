using System.Net;
using Microsoft.AspNetCore.Http;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Routing;

public sealed class NeighbourTests(Platform platform) : IClassFixture<Platform>
{
    [Fact]
    public async Task Get_ServiceThatIsAway_Is503WithoutDaprsWords()
    {
        using var response = await platform.Client.GetAsync(new Uri("/api/me/messages", UriKind.Relative));

        await ProblemAssert.IsAsync(response, HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
        Assert.DoesNotContain("ERR_", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_SidecarThatIsAway_Is503()
    {
        using var gateway = await platform.StartGatewayAsync($"--DAPR_HTTP_ENDPOINT=http://127.0.0.1:{Platform.ClosedPort()}");

        using var response = await gateway.GetAsync(new Uri("/api/orders", UriKind.Relative));

        await ProblemAssert.IsAsync(response, HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
    }

    [Fact]
    public async Task Get_FrontendThatIsAway_Is503()
    {
        using var gateway = await platform.StartGatewayAsync($"--FRONTEND_URL=http://127.0.0.1:{Platform.ClosedPort()}");

        using var response = await gateway.GetAsync(new Uri("/", UriKind.Relative));

        await ProblemAssert.IsAsync(response, HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
    }

    [Theory]
    [InlineData(409, "application/problem+json", """{"code":"slot-sold-out","errorCode":"ERR_X"}""")]
    [InlineData(500, "application/problem+json", """{"code":"internal-error"}""")]
    [InlineData(404, "application/json", """{"code":404}""")]
    [InlineData(500, "application/json", "not json")]
    [InlineData(200, "application/json", """{"errorCode":"ERR_DIRECT_INVOKE"}""")]
    public async Task Get_AnswerOfTheServiceItself_GoesOnAsItIs(int status, string type, string body)
    {
        platform.Services.Answers["/api/orders/own"] = context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        };

        using var response = await platform.Client.GetAsync(new Uri("/api/orders/own", UriKind.Relative));

        Assert.Equal(
            (status, type, body),
            ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync()));
    }
}

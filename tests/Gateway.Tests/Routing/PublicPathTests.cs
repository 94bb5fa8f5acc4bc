using System.Net;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Routing;

public sealed class PublicPathTests(Platform platform) : IClassFixture<Platform>
{
    [Theory]
    [InlineData("/api/auth/phone-codes", "identity")]
    [InlineData("/api/me", "identity")]
    [InlineData("/api/me/patients", "identity")]
    [InlineData("/api/me/patients/1", "identity")]
    [InlineData("/api/dictionary/region", "dictionary")]
    [InlineData("/api/hospitals?name=协和&page=2", "hospitals")]
    [InlineData("/api/hospitals/h1/departments/d1/days", "hospitals")]
    [InlineData("/api/hospitals/h1/rules", "orders")]
    [InlineData("/api/orders", "orders")]
    [InlineData("/api/schedules/s1/waitlist", "orders")]
    [InlineData("/api/tasks/expire-orders/runs", "orders")]
    [InlineData("/api/differences?state=open", "orders")]
    [InlineData("/api/differences/1/settlement", "orders")]
    [InlineData("/hospital/v2/schedules?date=2026-12-01", "ingest")]
    public async Task Get_PublicPath_ReachesItsServiceByTheSidecar(string path, string appId)
    {
        var echo = await platform.EchoAsync(path);

        Assert.Equal((appId, "gateway", "app-token"), (echo.AppId, echo.Header("dapr-caller-app-id"), echo.Header("dapr-api-token")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/hospital/h1")]
    [InlineData("/_nuxt/entry.js")]
    public async Task Get_AnythingElse_IsTheFrontends(string path)
    {
        platform.Frontend.Calls.Clear();

        var echo = await platform.EchoAsync(path);

        Assert.Equal(1, platform.Frontend.Calls[path]);
        Assert.Null(echo.Header("dapr-api-token"));
    }

    [Theory]
    [InlineData("/internal/users/1/contact")]
    [InlineData("/INTERNAL/users/1/contact")]
    [InlineData("/events/order-placed")]
    [InlineData("/dapr/subscribe")]
    [InlineData("/v1.0/state/statestore")]
    [InlineData("/v1.0/invoke/orders/method/internal/orders/1")]
    [InlineData("/api/nothing-here")]
    [InlineData("/api/me/nothing-here")]
    public async Task Get_ClosedPath_Is404AndReachesNobody(string path)
    {
        platform.Services.Calls.Clear();
        platform.Frontend.Calls.Clear();

        using var response = await platform.Client.GetAsync(new Uri(path, UriKind.Relative));

        await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, "not-found");
        Assert.Empty(platform.Services.Calls);
        Assert.Empty(platform.Frontend.Calls);
    }

    [Fact]
    public async Task Get_Health_IsTheGatewaysOwn()
    {
        Assert.Equal("Healthy", await platform.Client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Get_PageWithoutFrontend_SaysWhyThereIsNone()
    {
        using var gateway = await platform.StartGatewayAsync("--FRONTEND_URL=");

        using var response = await gateway.GetAsync(new Uri("/", UriKind.Relative));

        await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, "not-found");
        Assert.Contains("--no-frontend", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task Get_Addresses_OnlyInDevelopment(string environment, HttpStatusCode status)
    {
        using var gateway = await platform.StartGatewayAsync($"--environment={environment}", "--FRONTEND_URL=", """--DEV_ADDRESSES={"dashboard":"http://127.0.0.1:1"}""");

        using var response = await gateway.GetAsync(new Uri("/dev/addresses", UriKind.Relative));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK, (await response.Content.ReadAsStringAsync()).Contains("dashboard", StringComparison.Ordinal));
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Yilai.ServiceDefaults.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.Security;

public sealed class AppTokenTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("/notes", null)]
    [InlineData("/notes", "app-tokem")]
    [InlineData("/dapr/subscribe", null)]
    [InlineData("/openapi/v1.json", "")]
    [InlineData("/health/", null)]
    public async Task Get_WithoutTheToken_Is401(string path, string? token)
    {
        using var stranger = new HttpClient { BaseAddress = service.Client.BaseAddress };
        if (token is not null)
        {
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("dapr-api-token", token);
        }

        using var response = await stranger.GetAsync(new Uri(path, UriKind.Relative));

        await response.ExpectProblemAsync(HttpStatusCode.Unauthorized, "app-token-required");
    }

    [Fact]
    public async Task Get_Health_NeedsNone()
    {
        using var stranger = new HttpClient { BaseAddress = service.Client.BaseAddress };

        Assert.Equal("Healthy", await stranger.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Use_NoTokenConfigured_RefusesToStart()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Throws<InvalidOperationException>(() => app.UseServiceDefaults());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("nobody", HttpStatusCode.Unauthorized)]
    [InlineData("0199aaaa-0000-7000-8000-000000000001", HttpStatusCode.OK)]
    public async Task Get_WhereAUserIsNeeded_AsksForOne(string? user, HttpStatusCode status)
    {
        using var response = await service.Client.SendAsync(HttpMethod.Get, "/mine", null, user is null ? [] : [("yilai-user-id", user)]);

        Assert.Equal(status, response.StatusCode);
    }
}

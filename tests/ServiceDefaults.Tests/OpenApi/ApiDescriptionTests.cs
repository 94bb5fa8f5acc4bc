using Yilai.ServiceDefaults.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.OpenApi;

public sealed class ApiDescriptionTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Describe_Endpoints_SaysWhereToLogInAndHidesEvents()
    {
        using var response = await service.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var document = await response.JsonAsync();

        Assert.NotNull(document["paths"]!["/mine"]!["get"]!["security"]![0]!["bearer"]);
        Assert.Null(document["paths"]!["/notes"]!["get"]!["security"]);
        Assert.Null(document["paths"]!["/events/note-taken"]);
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]);
    }

    [Fact]
    public async Task Describe_Schema_NumbersAreNumbersAndEnumsAreKebab()
    {
        using var response = await service.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var schemas = (await response.JsonAsync())["components"]!["schemas"]!;

        Assert.Equal("integer", (string?)schemas["NewNote"]!["properties"]!["stars"]!["type"]);
        Assert.Contains("dark-blue", schemas.ToJsonString(), StringComparison.Ordinal);
    }
}

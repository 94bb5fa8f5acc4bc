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

    [Fact]
    public async Task Describe_Query_PageIsToldAndNamesAreCamelCase()
    {
        using var response = await service.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var parameters = (await response.JsonAsync())["paths"]!["/notes"]!["get"]!["parameters"]!.AsArray();

        Assert.Equal(["textPart", "page", "size"], parameters.Select(p => (string?)p!["name"]));
        Assert.All(parameters, p => Assert.Equal("query", (string?)p!["in"]));
        Assert.All(parameters, p => Assert.NotEqual(true, (bool?)p!["required"]));
        Assert.Equal("integer", (string?)parameters[1]!["schema"]!["type"]);
        Assert.Equal(20, (int?)parameters[2]!["schema"]!["default"]);
        Assert.Equal(100, (int?)parameters[2]!["schema"]!["maximum"]);
    }

    [Fact]
    public async Task Describe_NullableProperty_MayBeLeftOut()
    {
        using var response = await service.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var note = (await response.JsonAsync())["components"]!["schemas"]!["NewNote"]!;

        Assert.Equal(["text", "stars"], note["required"]!.AsArray().Select(n => (string?)n));
        Assert.NotNull(note["properties"]!["colour"]);
        Assert.NotNull(note["properties"]!["hint"]);
    }

    [Fact]
    public async Task Describe_ClockTime_IsAStringOfHoursAndMinutes()
    {
        using var response = await service.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var time = (await response.JsonAsync())["components"]!["schemas"]!["NewNote"]!["properties"]!["remindAt"]!;

        Assert.Contains("string", time["type"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Matches((string)time["pattern"]!, "08:30");
        Assert.Null(time["format"]);
    }
}

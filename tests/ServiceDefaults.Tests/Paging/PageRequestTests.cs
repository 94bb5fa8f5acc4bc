using Yilai.ServiceDefaults.Paging;
using Yilai.ServiceDefaults.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.Paging;

public sealed class PageRequestTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("", 1, 20)]
    [InlineData("?page=3&size=50", 3, 50)]
    [InlineData("?page=0&size=0", 1, 1)]
    [InlineData("?page=-5&size=-1", 1, 1)]
    [InlineData("?size=100000", 1, 100)]
    [InlineData("?page=x&size=y", 1, 20)]
    [InlineData("?page=99999999999&size=20", 1, 20)]
    [InlineData("?page=2000000000&size=100", 1000000, 100)]
    public async Task Bind_Query_StaysWithinBounds(string query, int number, int size)
    {
        using var response = await service.Client.GetAsync(new Uri($"/notes{query}", UriKind.Relative));

        var page = await response.JsonAsync();
        Assert.Equal((number, size), ((int)page["number"]!, (int)page["size"]!));
        Assert.True((int)page["skip"]! >= 0);
    }

    [Fact]
    public void Serialize_Page_HasTheContractsNames() =>
        Assert.Equal(
            """{"items":["号"],"page":2,"size":20,"total":21}""",
            System.Text.Json.JsonSerializer.Serialize(new Page<string>(["号"], 2, 20, 21), Json.JsonSettings.Web));
}

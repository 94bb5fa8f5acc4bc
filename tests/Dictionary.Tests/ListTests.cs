using System.Net;
using System.Text.Json.Nodes;
using Yilai.Dictionary.Items;

namespace Yilai.Dictionary.Tests;

public sealed class ListTests(DictionaryFixture dictionary) : IClassFixture<DictionaryFixture>
{
    [Theory]
    [InlineData("hospital-level", 10)]
    [InlineData("certificate-type", 6)]
    [InlineData("education", 8)]
    [InlineData("ethnic-group", 56)]
    public async Task ListTopItems_KnownList_HasAllInOrder(string dictCode, int count)
    {
        var items = await dictionary.GetAsync<DictItem[]>($"/api/dictionary/{dictCode}");

        Assert.Equal(count, items.Length);
        Assert.All(items, i => Assert.Null(i.ParentValue));
    }

    [Theory]
    [InlineData("hospital-level", "3A", "三级甲等")]
    [InlineData("certificate-type", "10", "居民身份证")]
    [InlineData("education", "21", "大学本科毕业")]
    [InlineData("ethnic-group", "01", "汉族")]
    [InlineData("ethnic-group", "56", "基诺族")]
    public async Task GetName_Internal_NamesTheValue(string dictCode, string value, string name)
    {
        var item = await dictionary.GetAsync<JsonObject>($"/internal/items/{dictCode}/{value}");

        Assert.Equal(name, (string?)item["name"]);
    }

    [Fact]
    public async Task ListDictionaries_NamesEveryList()
    {
        var lists = await dictionary.GetAsync<DictList[]>("/api/dictionary");

        Assert.Equal(["certificate-type", "education", "ethnic-group", "hospital-level", "region"], lists.Select(l => l.DictCode));
    }

    [Fact]
    public async Task GetItemById_IdOfAnItem_GivesTheSameItem()
    {
        var item = await dictionary.GetAsync<DictItem>("/api/dictionary/hospital-level/items/3A");

        Assert.Equal(item, await dictionary.GetAsync<DictItem>($"/api/dictionary/items/{item.Id}"));
    }

    [Fact]
    public async Task Get_WithTheETagOfBefore_IsNotModified()
    {
        using var first = await dictionary.Client.GetAsync(new Uri("/api/dictionary/ethnic-group", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/dictionary/ethnic-group");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await dictionary.Client.SendAsync(again);

        Assert.True(first.Headers.CacheControl!.Public);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_UnknownItem_IsNotCached()
    {
        using var response = await dictionary.Client.GetAsync(new Uri("/api/dictionary/ethnic-group/items/99", UriKind.Relative));

        Assert.Null(response.Headers.ETag);
        Assert.Null(response.Headers.CacheControl);
    }

    [Theory]
    [InlineData("/api/dictionary/items/not-an-id")]
    [InlineData("/api/dictionary/region/full-name")]
    public async Task Get_Malformed_IsAProblemAnswer(string path)
    {
        using var response = await dictionary.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.InRange((int)response.StatusCode, 400, 404);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Yilai.Dictionary.Items;

namespace Yilai.Dictionary.Tests;

public sealed class RegionTests(DictionaryFixture dictionary) : IClassFixture<DictionaryFixture>
{
    [Theory]
    [InlineData("110101", "北京市东城区")]
    [InlineData("110100", "北京市")]
    [InlineData("110000", "北京市")]
    [InlineData("500229", "重庆市城口县")]
    [InlineData("440305", "广东省深圳市南山区")]
    [InlineData("440300", "广东省深圳市")]
    [InlineData("429004", "湖北省仙桃市")]
    [InlineData("659012", "新疆维吾尔自治区白杨市")]
    [InlineData("441900", "广东省东莞市")]
    [InlineData("810000", "香港特别行政区")]
    public async Task GetItem_Region_HasTheNameThatPeopleWrite(string code, string fullName)
    {
        var item = await dictionary.GetAsync<DictItem>($"/api/dictionary/region/items/{code}");

        Assert.Equal(fullName, item.FullName);
    }

    [Fact]
    public async Task GetItem_CityLevelOfAMunicipality_KeepsItsOfficialNameAndPlace()
    {
        var item = await dictionary.GetAsync<DictItem>("/api/dictionary/region/items/110100");

        Assert.Equal(("市辖区", "110000", 2, true), (item.Name, item.ParentValue, item.Level, item.HasChildren));
    }

    [Theory]
    [InlineData("广东省深圳市南山区", "440305")]
    [InlineData("北京市东城区", "110101")]
    [InlineData("北京市", "110000")]
    [InlineData("湖北省恩施土家族苗族自治州", "422800")]
    public async Task FindByFullName_KnownName_FindsTheRegion(string name, string code)
    {
        var item = await dictionary.GetAsync<DictItem>($"/api/dictionary/region/full-name?name={Uri.EscapeDataString(name)}");

        Assert.Equal(code, item.Value);
    }

    [Fact]
    public async Task FindByFullName_UnknownName_Is404()
    {
        using var response = await dictionary.Client.GetAsync(new Uri("/api/dictionary/region/full-name?name=无此地", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task ListItems_WalkedFromTheTop_ReachEveryDivisionOnce()
    {
        var seen = new HashSet<string>();
        var open = new Queue<DictItem>(await dictionary.GetAsync<DictItem[]>("/api/dictionary/region"));
        Assert.Equal(34, open.Count);
        while (open.TryDequeue(out var item))
        {
            Assert.True(seen.Add(item.Value));
            var children = await dictionary.GetAsync<DictItem[]>($"/api/dictionary/region/items?parent={item.Value}");
            Assert.Equal(item.HasChildren, children.Length > 0);
            Array.ForEach(children, open.Enqueue);
        }

        Assert.Equal(3221, seen.Count);
    }

    [Fact]
    public async Task GetRegion_Internal_GivesWhatHospitalsNeed()
    {
        var region = await dictionary.GetAsync<JsonObject>("/internal/regions/420100");

        Assert.Equal("""{"code":"420100","name":"武汉市","fullName":"湖北省武汉市","level":2}""", region.ToJsonString(ServiceDefaults.Json.JsonSettings.Web));
    }

    [Theory]
    [InlineData("/internal/regions/999999")]
    [InlineData("/internal/items/hospital-level/9Z")]
    [InlineData("/api/dictionary/region/items/999999")]
    [InlineData("/api/dictionary/region/items?parent=999999")]
    [InlineData("/api/dictionary/no-such-list")]
    [InlineData("/api/dictionary/items/0199aaaa-0000-7000-8000-000000000000")]
    public async Task Get_UnknownCode_IsTheSame404Everywhere(string path)
    {
        using var response = await dictionary.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("\"dictionary-item-not-found\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

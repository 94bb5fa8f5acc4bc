using System.Text.RegularExpressions;
using MongoDB.Bson;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Portal;

/// <summary>Which hospitals are asked for. Only those that are open are ever found.</summary>
/// <param name="Name">Any part of the name.</param>
/// <param name="Level">A level's code.</param>
/// <param name="Region">A GB/T 2260 code: a province's, a city's or a district's.</param>
internal sealed partial record HospitalFilter(string? Name, string? Level, string? Region)
{
    private const int MaxNameLength = 50;

    public FieldErrors Check() => new FieldErrors()
        .Require(Name is null or { Length: <= MaxNameLength }, "name", $"医院名称不超过 {MaxNameLength} 个字符。")
        .Require(string.IsNullOrEmpty(Region) || Division().IsMatch(Region), "region", "行政区划代码应为 2、4 或 6 位数字。");

    public FilterDefinition<HospitalDocument> ToFilter()
    {
        var filters = Builders<HospitalDocument>.Filter;
        var filter = filters.Eq(h => h.Enabled, true);
        if (SearchText.Of(Name ?? "") is { Length: > 0 } name)
        {
            // Matched against the keys of an index, so thousands of names are looked through without reading a document.
            filter &= filters.Regex(h => h.SearchName, new BsonRegularExpression(Regex.Escape(name)));
        }

        if (!string.IsNullOrEmpty(Level))
        {
            filter &= filters.Eq(h => h.Level, Level);
        }

        if (!string.IsNullOrEmpty(Region) && PrefixOf(Region) is { Length: > 0 } prefix)
        {
            filter &= filters.Regex(h => h.RegionCode, new BsonRegularExpression("^" + prefix));
        }

        return filter;
    }

    /// <summary>110000 is a province and stands for 11…, 110100 a city and stands for 1101….</summary>
    private static string PrefixOf(string region)
    {
        while (region.EndsWith("00", StringComparison.Ordinal) && region.Length % 2 == 0)
        {
            region = region[..^2];
        }

        return region;
    }

    [GeneratedRegex(@"\A([0-9]{2}){1,3}\z")]
    private static partial Regex Division();
}

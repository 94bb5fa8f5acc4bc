namespace Yilai.Dictionary.Seed;

/// <summary>How codes of GB/T 2260 nest, two digits a level: province, city, district.</summary>
internal static class RegionCode
{
    /// <summary>
    /// Official names of the city level that only group what lies below: 市辖区 and 县 of the municipalities, and
    /// what a province governs directly. Nobody says them in a place's full name.
    /// </summary>
    private static readonly string[] Groupings = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

    /// <summary>The code one level up; null for a province.</summary>
    public static string? ParentOf(string code) =>
        code.EndsWith("0000", StringComparison.Ordinal) ? null
        : code.EndsWith("00", StringComparison.Ordinal) ? string.Concat(code.AsSpan(0, 2), "0000")
        : string.Concat(code.AsSpan(0, 4), "00");

    /// <summary>The name as people write it: 广东省深圳市南山区, 北京市东城区.</summary>
    public static string FullName(string? above, string name) => above is not null && Groupings.Contains(name) ? above : above + name;
}

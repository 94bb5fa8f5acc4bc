using System.Security.Cryptography;
using System.Text;

namespace Yilai.Dictionary.Seed;

/// <summary>A code list as committed: <c>value,name[,parent]</c>, parents before children.</summary>
/// <param name="DictCode">The list's code, which is also its file's name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Items">Its items in order.</param>
/// <param name="Hash">Of the file, to see whether it changed.</param>
internal sealed record SeedList(string DictCode, string Name, IReadOnlyList<SeedItem> Items, string Hash)
{
    private static readonly (string DictCode, string Name)[] Lists =
    [
        (DictCodes.Region, "行政区划"),
        ("hospital-level", "医院等级"),
        ("certificate-type", "证件类型"),
        ("education", "学历"),
        ("ethnic-group", "民族"),
    ];

    public static IEnumerable<SeedList> ReadAll() => Lists.Select(l => Read(l.DictCode, l.Name));

    private static SeedList Read(string dictCode, string name)
    {
        using var stream = typeof(SeedList).Assembly.GetManifestResourceStream($"Seed/{dictCode}.csv")
            ?? throw new InvalidOperationException($"{dictCode}.csv is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        var items = new List<SeedItem>();
        var byValue = new Dictionary<string, SeedItem>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var fields = line.TrimEnd('\r').Split(',');
            var item = ToItem(dictCode, fields, byValue, items.Count);
            items.Add(item);
            byValue.Add(item.Value, item);
        }

        return new SeedList(dictCode, name, items, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static SeedItem ToItem(string dictCode, string[] fields, Dictionary<string, SeedItem> byValue, int sort)
    {
        var (value, name) = (fields[0], fields[1]);
        var isRegion = dictCode == DictCodes.Region;
        var parent = isRegion ? RegionCode.ParentOf(value) : fields.ElementAtOrDefault(2) is { Length: > 0 } p ? p : null;
        var above = parent is null ? null : byValue[parent];
        var fullName = isRegion ? RegionCode.FullName(above?.FullName, name) : name;
        return new SeedItem(value, name, parent, fullName, (above?.Level ?? 0) + 1, sort);
    }
}

/// <summary>An item of a list.</summary>
internal sealed record SeedItem(string Value, string Name, string? Parent, string FullName, int Level, int Sort);

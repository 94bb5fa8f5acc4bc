using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Yilai.Dictionary.Items;

/// <summary>The whole dictionary at one moment, by everything it is looked up by.</summary>
internal sealed class DictionarySnapshot
{
    private static readonly IReadOnlyList<DictItem> Nothing = [];

    private readonly FrozenDictionary<Guid, DictItem> byId;
    private readonly FrozenDictionary<(string DictCode, string Value), DictItem> byValue;
    private readonly FrozenDictionary<(string DictCode, string? Parent), IReadOnlyList<DictItem>> byParent;
    private readonly FrozenDictionary<(string DictCode, string FullName), DictItem> byFullName;

    /// <param name="revision">The database's count of changes.</param>
    /// <param name="rows">Every row.</param>
    public DictionarySnapshot(long revision, IReadOnlyList<DictRow> rows)
    {
        Revision = revision;
        var values = rows.ToDictionary(r => r.Id, r => r.Value);
        var parents = rows.Where(r => r.ParentId is not null).Select(r => r.ParentId!.Value).ToHashSet();
        var items = rows
            .Where(r => r.Value is not null)
            .OrderBy(r => r.Level).ThenBy(r => r.Sort)
            .Select(r => (r.DictCode, Item: new DictItem(r.Id, r.Value!, r.Name, r.FullName, values[r.ParentId!.Value], r.Level, parents.Contains(r.Id))))
            .ToArray();
        Lists = [.. rows.Where(r => r.Value is null).Select(r => new DictList(r.DictCode, r.Name)).OrderBy(l => l.DictCode, StringComparer.Ordinal)];
        byId = items.ToFrozenDictionary(i => i.Item.Id, i => i.Item);
        byValue = items.ToFrozenDictionary(i => (i.DictCode, i.Item.Value), i => i.Item);
        byParent = items.GroupBy(i => (i.DictCode, Parent: i.Item.ParentValue))
            .ToFrozenDictionary(g => g.Key, IReadOnlyList<DictItem> (g) => [.. g.Select(i => i.Item)]);
        // 北京市 is both a province and, without its official 市辖区, its only city: the name means the higher one.
        byFullName = items.GroupBy(i => (i.DictCode, i.Item.FullName)).ToFrozenDictionary(g => g.Key, g => g.First().Item);
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', items))).AsSpan(0, 8))}\"";
    }

    /// <summary>The database's count of changes when this was read.</summary>
    public long Revision { get; }

    /// <summary>Of the content, alike on every instance.</summary>
    public string ETag { get; }

    /// <summary>The code lists.</summary>
    public IReadOnlyList<DictList> Lists { get; }

    public DictItem? FindById(Guid id) => byId.GetValueOrDefault(id);

    public DictItem? FindByValue(string dictCode, string value) => byValue.GetValueOrDefault((dictCode, value));

    public DictItem? FindByFullName(string dictCode, string fullName) => byFullName.GetValueOrDefault((dictCode, fullName));

    /// <summary>The items right below <paramref name="parent"/>, or the top ones; null when there is no such list or item.</summary>
    public IReadOnlyList<DictItem>? FindChildren(string dictCode, string? parent) =>
        byParent.TryGetValue((dictCode, parent), out var children) ? children
        : parent is not null && FindByValue(dictCode, parent) is not null ? Nothing
        : null;
}

namespace Yilai.Dictionary.Items;

/// <summary>A row of table <c>dict</c>.</summary>
internal sealed record DictRow(Guid Id, Guid? ParentId, string Name, string? Value, string DictCode, int Sort, string FullName, int Level);

namespace Yilai.Dictionary.Items;

/// <summary>An item of a code list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Value">Its code within the list.</param>
/// <param name="Name">Its own name.</param>
/// <param name="FullName">Its name with what it lies in: 广东省深圳市南山区.</param>
/// <param name="ParentValue">The code of the item above it; absent at the top.</param>
/// <param name="Level">How deep it lies, from 1.</param>
/// <param name="HasChildren">Whether items lie below it.</param>
internal sealed record DictItem(Guid Id, string Value, string Name, string FullName, string? ParentValue, int Level, bool HasChildren);

/// <summary>A code list.</summary>
/// <param name="DictCode">Its code.</param>
/// <param name="Name">What people call it.</param>
internal sealed record DictList(string DictCode, string Name);

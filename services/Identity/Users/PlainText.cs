namespace Yilai.Identity.Users;

/// <summary>Text that people type and others read.</summary>
internal static class PlainText
{
    /// <summary>Whether a trimmed name has 1 to <paramref name="max"/> characters, none of them a control character (which the database may not take).</summary>
    public static bool IsName(string? name, int max) => name is { Length: > 0 } && name.Length <= max && !name.Any(char.IsControl);
}

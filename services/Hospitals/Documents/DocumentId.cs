using System.Text.RegularExpressions;

namespace Yilai.Hospitals.Documents;

/// <summary>
/// Ids that a hospital chose become unique by the hospital's code before them. A code has no dot, so the first dot parts
/// the two again.
/// </summary>
internal static partial class DocumentId
{
    public static string Of(string hospitalCode, string own) => $"{hospitalCode}.{own}";

    /// <summary>Whether a hospital may name a department or a schedule so.</summary>
    public static bool IsAllowed(string? own) => own is not null && Own().IsMatch(own);

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z")]
    private static partial Regex Own();
}

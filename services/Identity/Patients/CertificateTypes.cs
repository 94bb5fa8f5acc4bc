using System.Text.RegularExpressions;

namespace Yilai.Identity.Patients;

/// <summary>The kinds of certificate that this service has rules for: codes of the dictionary's <c>certificate-type</c>.</summary>
internal static partial class CertificateTypes
{
    public const string CitizenCard = "10";

    private static readonly HashSet<string> Known = [CitizenCard, "20", "30", "40", "50", "60"];

    public static bool IsKnown(string type) => Known.Contains(type);

    /// <summary>Whether <paramref name="number"/> could be one of another kind than the citizen card, whose forms differ by country and year.</summary>
    public static bool HasForm(string number) => Form().IsMatch(number);

    [GeneratedRegex(@"\A[A-Z0-9()-]{5,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

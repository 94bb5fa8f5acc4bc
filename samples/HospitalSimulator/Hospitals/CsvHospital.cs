using System.Globalization;
using CsvHelper;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>A row of a CSV file of hospitals.</summary>
internal sealed record CsvHospital(string Province, string CityCode, string City, string Name, string? Address, string? Phone, int? HoldMinutes = null)
{
    /// <summary>The columns such a file has, in any order.</summary>
    public static readonly string[] Columns = ["province_code", "province", "city_code", "city", "name", "address", "phone"];

    /// <summary>How long its numbers are held unpaid, if a file cares to say.</summary>
    private const string HoldColumn = "hold_minutes";

    public static CsvHospital Of(CsvReader row) => new(
        row.GetString("province"),
        row.GetString("city_code"),
        row.GetString("city"),
        Printable(row.GetString("name")) ?? "",
        Printable(row.GetString("address")),
        Printable(row.GetString("phone")),
        row.Headers.Contains(HoldColumn) ? ReadMinutes(row.GetString(HoldColumn)) : null);

    /// <summary>What is wrong with the row; null when nothing is.</summary>
    public string? Fault =>
        Name.Length == 0 ? "the name is empty"
        : CityCode.Length != 6 || !CityCode.All(char.IsAsciiDigit) ? $"city_code is not six digits: '{CityCode}'"
        : HoldMinutes is <= 0 ? "hold_minutes is not a number of minutes"
        : null;

    private static int? ReadMinutes(string text) =>
        text.Length == 0 ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    // Numbers copied from web pages come with invisible marks of writing direction.
    private static string? Printable(string text)
    {
        var kept = text.Where(c => char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control));
        return string.Concat(kept).Trim() is { Length: > 0 } printable ? printable : null;
    }
}

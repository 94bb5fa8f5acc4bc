using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>Plays the hospitals of a CSV file, which says where they are but not of what level.</summary>
internal static class CsvHospitals
{
    private static readonly string[] Departments = ["0300", "0400", "0700"];

    private static readonly BookingRule Rule = new(
        CycleDays: 14, "08:00", "15:00", CancelDaysBefore: 1, "16:00", HoldMinutes: 30, ["请携带有效身份证件，提前三十分钟取号。"]);

    /// <exception cref="SimulatorException">The file cannot be read, or a row is not as it must be.</exception>
    public static IEnumerable<SimulatedHospital> Read(string file)
    {
        var catalogue = new DepartmentCatalogue();
        var running = new Dictionary<string, int>();
        foreach (var row in CsvFile.Read(file))
        {
            running[row.CityCode] = running.GetValueOrDefault(row.CityCode) + 1;
            var code = $"C{row.CityCode}-{running[row.CityCode]:0000}";
            yield return new(code, Describe(row), [.. Departments.Select(department => catalogue.Staff(code, department, 1))]);
        }
    }

    private static Hospital Describe(CsvHospital row) => new(
        row.Name,
        Level: "0",
        Type: null,
        row.CityCode,
        row.Address,
        row.Phone,
        Intro: $"{row.Name}位于{row.Province}{(row.City == row.Province ? "" : row.City)}。",
        Route: null,
        Logo: null,
        row.HoldMinutes is { } minutes ? Rule with { HoldMinutes = minutes } : Rule);
}

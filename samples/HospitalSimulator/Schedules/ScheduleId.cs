using System.Globalization;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Schedules;

/// <summary>The ids that the simulated hospitals give their schedules, <c>20260301-0304-1-am</c>.</summary>
internal readonly record struct ScheduleId(DateOnly Date, string DepartmentCode, int Doctor, Period Period)
{
    private const string DateFormat = "yyyyMMdd";

    public static ScheduleId? TryParse(string text) =>
        text.Split('-') is [var date, { Length: > 0 } department, var doctor, "am" or "pm"] parts
        && DateOnly.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && doctor is [>= '0' and <= '9']
            ? new(day, department, doctor[0] - '0', parts[3] == "am" ? Period.Morning : Period.Afternoon)
            : null;

    public override string ToString() =>
        $"{Date.ToString(DateFormat, CultureInfo.InvariantCulture)}-{DepartmentCode}-{Doctor}-{(Period == Period.Morning ? "am" : "pm")}";
}

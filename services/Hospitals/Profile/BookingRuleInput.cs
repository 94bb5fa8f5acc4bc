using System.Globalization;
using Yilai.Hospitals.Batches;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Profile;

/// <summary>The booking rules as a hospital sends them: what it leaves out gets the platform's default.</summary>
internal sealed record BookingRuleInput(
    int? CycleDays,
    string? ReleaseTime,
    string? StopTime,
    int? CancelDaysBefore,
    string? CancelTime,
    int? HoldMinutes,
    IReadOnlyList<string?>? Notes)
{
    private const int MaxNotes = 20;
    private const int MaxNoteLength = 500;

    /// <summary>The rules in force when a hospital says nothing.</summary>
    public static readonly BookingRuleInput Nothing = new(null, null, null, null, null, null, null);

    public BookingRule WithDefaults() => new()
    {
        CycleDays = CycleDays ?? 10,
        ReleaseTime = ReleaseTime ?? "08:30",
        StopTime = StopTime ?? "12:30",
        CancelDaysBefore = CancelDaysBefore ?? 1,
        CancelTime = CancelTime ?? "15:30",
        HoldMinutes = HoldMinutes ?? 30,
        Notes = [.. (Notes ?? []).OfType<string>()],
    };

    public void Check(FieldErrors errors) => errors
        .Require(CycleDays is null or (>= 1 and <= 90), "bookingRule.cycleDays", "预约周期应为 1 至 90 天。")
        .Require(IsClockTime(ReleaseTime), "bookingRule.releaseTime", "放号时间应形如 08:30。")
        .Require(IsClockTime(StopTime), "bookingRule.stopTime", "停挂时间应形如 12:30。")
        .Require(CancelDaysBefore is null or (>= 0 and <= 7), "bookingRule.cancelDaysBefore", "退号截止应为就诊前 0 至 7 天。")
        .Require(IsClockTime(CancelTime), "bookingRule.cancelTime", "退号截止时间应形如 15:30。")
        .Require(HoldMinutes is null or (>= 1 and <= 1440), "bookingRule.holdMinutes", "号源保留时间应为 1 至 1440 分钟。")
        .Require(
            Notes is null || (Notes.Count <= MaxNotes && Notes.All(n => Text.IsLine(n, MaxNoteLength))),
            "bookingRule.notes",
            $"预约须知最多 {MaxNotes} 条，每条 1 至 {MaxNoteLength} 个字符。");

    private static bool IsClockTime(string? text) =>
        text is null || TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}

using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Rules;

/// <summary>The booking rule as a hospital sends it; what it leaves out takes the platform's default.</summary>
internal sealed record BookingRule
{
    public int? CycleDays { get; init; }

    public TimeOnly? ReleaseTime { get; init; }

    public TimeOnly? StopTime { get; init; }

    public int? CancelDaysBefore { get; init; }

    public TimeOnly? CancelTime { get; init; }

    public int? HoldMinutes { get; init; }

    public IReadOnlyList<string>? Notes { get; init; }

    public FieldErrors Validate() => new FieldErrors()
        .Require(CycleDays is null or (>= 1 and <= 90), "bookingRule.cycleDays", "预约周期为 1 至 90 天。")
        .Require(CancelDaysBefore is null or (>= 0 and <= 90), "bookingRule.cancelDaysBefore", "退号提前天数为 0 至 90 天。")
        .Require(HoldMinutes is null or (>= 1 and <= 1440), "bookingRule.holdMinutes", "支付保留时间为 1 至 1440 分钟。");
}

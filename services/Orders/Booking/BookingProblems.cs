using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Orders.Inventory;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Booking;

/// <summary>Why a number could not be taken.</summary>
internal static class BookingProblems
{
    public static ProblemHttpResult ScheduleNotFound() => Problems.NotFound("schedule-not-found", "没有这个排班。");

    public static ProblemHttpResult PatientNotFound() => Problems.NotFound("patient-not-found", "没有这个就诊人。");

    public static ProblemHttpResult Suspended() => Problems.Conflict("schedule-suspended", "医生停诊，不能预约。");

    public static ProblemHttpResult Closed() => Problems.Conflict("booking-closed", "此排班已停止预约。");

    public static ProblemHttpResult NotReleased(DateTimeOffset releasesAt) =>
        Conflict("not-released", "尚未放号。", "releasesAt", releasesAt);

    public static ProblemHttpResult SoldOut(ScheduleKey schedule) =>
        Conflict("slot-sold-out", "号已约满，可以登记候补。", "waitlist", $"/api/schedules/{schedule}/waitlist");

    public static ProblemHttpResult Duplicate(Guid? orderId) =>
        Conflict("duplicate-booking", "该就诊人当天在此科室已有预约。", "orderId", orderId?.ToString());

    public static ProblemHttpResult Banned(DateTimeOffset until) =>
        Problems.Of(StatusCodes.Status403Forbidden, "booking-banned", "因多次爽约或违规，暂时不能预约。", new Dictionary<string, object?> { ["until"] = until });

    public static ProblemHttpResult DailyLimit(int limit) =>
        Problems.Of(
            StatusCodes.Status422UnprocessableEntity,
            "daily-limit",
            $"每位就诊人同一天在同一医院最多预约 {limit} 个号。",
            new Dictionary<string, object?> { ["limit"] = limit });

    public static ProblemHttpResult KeyReused() =>
        Problems.Unprocessable("idempotency-key-reused", "此 Idempotency-Key 已用于另一个请求。");

    public static ProblemHttpResult KeyMalformed() =>
        Problems.BadRequest("idempotency-key-malformed", "Idempotency-Key 须为 1 至 128 个可见的 ASCII 字符。");

    public static ProblemHttpResult TooMany() => Problems.TooMany("too-many-requests", "请求过多，请稍后再试。");

    private static ProblemHttpResult Conflict(string code, string detail, string member, object? value) =>
        Problems.Of(StatusCodes.Status409Conflict, code, detail, new Dictionary<string, object?> { [member] = value });
}

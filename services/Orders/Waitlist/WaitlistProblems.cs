using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Waitlist;

/// <summary>Why nobody can wait, or take an offer.</summary>
internal static class WaitlistProblems
{
    /// <summary>Also for a foreign entry: that it exists is nobody else's business.</summary>
    public static ProblemHttpResult NotFound() => Problems.NotFound("waitlist-entry-not-found", "没有这条候补。");

    public static ProblemHttpResult NotSoldOut() => Problems.Conflict("not-sold-out", "还有号，可以直接预约。");

    public static ProblemHttpResult Closed(DateTimeOffset closedAt) => Conflict("waitlist-closed", "候补已截止。", "closedAt", closedAt);

    public static ProblemHttpResult Limit(int limit) => Conflict("waitlist-limit", $"最多同时候补 {limit} 个号。", "limit", limit);

    public static ProblemHttpResult AlreadyWaiting(Guid entryId) => Conflict("already-waiting", "该就诊人已在候补此号。", "entryId", entryId.ToString());

    public static ProblemHttpResult NotOffered() => Problems.Conflict("not-offered", "还没有轮到您，有号时会通知您。");

    public static ProblemHttpResult OfferExpired() => Problems.Conflict("offer-expired", "已过保留时间，号已让给下一位。");

    public static ProblemHttpResult AlreadyBooked(Guid orderId) => Conflict("already-booked", "候补的号已预约，如不需要请取消订单。", "orderId", orderId.ToString());

    private static ProblemHttpResult Conflict(string code, string detail, string member, object? value) =>
        Problems.Of(StatusCodes.Status409Conflict, code, detail, new Dictionary<string, object?> { [member] = value });
}

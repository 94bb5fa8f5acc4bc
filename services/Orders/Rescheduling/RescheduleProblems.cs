using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Rescheduling;

/// <summary>Why an order cannot be rescheduled.</summary>
internal static class RescheduleProblems
{
    public static ProblemHttpResult NotReschedulable() => Problems.Conflict("order-not-reschedulable", "订单当前的状态不能改签。");

    public static ProblemHttpResult TooLate(DateTimeOffset deadline) => Problems.Of(
        StatusCodes.Status409Conflict,
        "too-late-to-reschedule",
        "已过改签截止时间。",
        new Dictionary<string, object?> { ["rescheduleBefore"] = deadline });

    public static ProblemHttpResult Pending(Guid? newOrderId) => Problems.Of(
        StatusCodes.Status409Conflict,
        "reschedule-pending",
        "此订单正在改签，请先完成或取消新的预约。",
        new Dictionary<string, object?> { ["orderId"] = newOrderId?.ToString() });

    public static ProblemHttpResult SameSchedule() => Problems.Unprocessable("same-schedule", "新排班与原预约相同。");

    public static ProblemHttpResult OtherHospital() => Problems.Unprocessable("other-hospital", "只能改签到同一医院的排班。");
}

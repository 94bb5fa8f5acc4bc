using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Orders.Lifecycle;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Visits;

/// <summary>Why a step of the visit's day cannot be taken.</summary>
internal static class VisitProblems
{
    public static ProblemHttpResult NotCheckedIn() => Problems.Conflict("not-checked-in", "尚未取号，没有排队信息。");

    public static ProblemHttpResult NotAllowed() => Problems.Conflict("order-event-not-allowed", "订单当前的状态不允许此事件。");

    /// <summary>Why a patient cannot check an order in today; null when nothing speaks against it.</summary>
    public static ProblemHttpResult? WhyNotCheckIn(OrderRow order, DateOnly today) => order switch
    {
        { IsClosed: true } or { OrderStatus: OrderStatus.NoShow } => Problems.Conflict("order-ended", "订单已结束，不能取号。"),
        _ when order.ReserveDate != today => Problems.Conflict("not-visit-day", "请在就诊当天取号。"),
        { OrderStatus: OrderStatus.Unpaid } => Problems.Conflict("order-not-paid", "订单尚未支付，不能取号。"),
        { HospitalStatus: "pending" } => Problems.Conflict("hospital-pending", "医院尚未确认此预约，请稍后再试。"),
        _ => null,
    };
}

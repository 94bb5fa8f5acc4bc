using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Orders.Lifecycle;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Payments;

/// <summary>Why an order cannot be paid.</summary>
internal static class PaymentProblems
{
    public static ProblemHttpResult NotPayable(OrderStatus status) => status switch
    {
        OrderStatus.Paid or OrderStatus.CheckedIn or OrderStatus.Completed or OrderStatus.NoShow => Problems.Conflict("order-paid", "订单已支付，无需再付。"),
        OrderStatus.Expired => Expired(),
        _ => Problems.Conflict("order-not-payable", "订单已结束，不能支付。"),
    };

    public static ProblemHttpResult Expired() => Problems.Conflict("order-expired", "支付时限已过，号源已释放，请重新预约。");

    public static ProblemHttpResult NothingDue() => Problems.Conflict("nothing-due", "没有需要补付的金额，请等待医院确认。");

    public static ProblemHttpResult NotPaid() => Problems.Conflict("order-not-paid", "订单没有支付，没有票据。");

    public static ProblemHttpResult ProviderAway() => Problems.Unavailable("支付服务暂时无法应答，请稍后再试。");
}

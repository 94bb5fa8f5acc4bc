using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Reading;

internal static class OrderProblems
{
    /// <summary>Also for a foreign order: that it exists is nobody else's business.</summary>
    public static ProblemHttpResult NotFound() => Problems.NotFound("order-not-found", "没有这个订单。");
}

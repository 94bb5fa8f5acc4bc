using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.HospitalSdk.Messages;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Orders;

/// <summary>Internal: tells a hospital that an order is paid. One that has ended meanwhile is left to its cancellation.</summary>
internal static class PayOrder
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, [FromKeyedServices(AppIds.Orders)] ServiceClient orders, HospitalApi hospitals, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync<PlacedOrder>($"internal/orders/{id}", cancellationToken) is not { Status: "paid", PaidAt: { } paidAt } order)
        {
            return TypedResults.NoContent();
        }

        var hospital = await hospitals.FindAsync(order.HospitalCode, cancellationToken);
        var word = await hospitals.SendAsync(
            hospital, HttpMethod.Put, $"orders/{id}/payment", new OrderPayment(paidAt, order.Fee), cancellationToken);
        return word switch
        {
            { IsSuccess: true } => TypedResults.NoContent(),
            // It is not in the hospital's books any more; telling it once more would not help, and the booking's saga takes the order back.
            { IsRefusal: true } => Problems.Conflict(word.RefusalCode(), "医院没有接受这笔支付的通知。"),
            _ => throw new HttpRequestException($"The hospital answered {(int)word.Status} to a payment.", inner: null, word.Status),
        };
    }
}

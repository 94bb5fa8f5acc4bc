using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Booking;

/// <summary>A paid order that its hospital has given up, and the code by which the hospital said so.</summary>
internal sealed record GivenUp(Guid OrderId, string Code);

/// <summary>
/// Ends a paid order that its hospital has given up, as if the hospital had said so by itself: the money goes back. An order
/// that the hospital went on with in the meantime stands.
/// </summary>
internal sealed class TakeBackForHospital([FromKeyedServices(AppIds.Orders)] ServiceClient orders, TimeProvider clock) : WorkflowActivity<GivenUp, object?>
{
    private sealed record Order(string HospitalCode);

    public override async Task<object?> RunAsync(WorkflowActivityContext context, GivenUp given)
    {
        if (await orders.FindAsync<Order>($"internal/orders/{given.OrderId}", CancellationToken.None) is not { } order)
        {
            return null;
        }

        await orders.DoAsync(
            HttpMethod.Post,
            $"internal/hospitals/{Uri.EscapeDataString(order.HospitalCode)}/orders/{given.OrderId}/events",
            new { Type = "cancelled", At = clock.GetUtcNow(), Reason = given.Code },
            but: "order-event-not-allowed");
        return null;
    }
}

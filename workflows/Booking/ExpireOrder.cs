using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Booking;

/// <summary>Ends an order whose hold is over, unless it is paid.</summary>
internal sealed class ExpireOrder([FromKeyedServices(AppIds.Orders)] ServiceClient orders) : WorkflowActivity<Guid, ExpiredOrder>
{
    public override Task<ExpiredOrder> RunAsync(WorkflowActivityContext context, Guid orderId) =>
        orders.AskAsync<ExpiredOrder>(HttpMethod.Post, $"internal/orders/{orderId}/expiry");
}

/// <summary>What an order is after its hold has ended.</summary>
internal sealed record ExpiredOrder(string Status, DateTimeOffset ExpiresAt)
{
    public bool IsPaid => Status is "paid" or "checked-in" or "completed" or "no-show";
}

using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Closing;

/// <summary>Has the number of an order that ended offered to whoever waits for it.</summary>
internal sealed class OfferToWaitlist([FromKeyedServices(AppIds.Orders)] ServiceClient orders) : WorkflowActivity<Guid, object?>
{
    public override async Task<object?> RunAsync(WorkflowActivityContext context, Guid orderId)
    {
        await orders.DoAsync(HttpMethod.Post, $"internal/orders/{orderId}/waitlist-offers");
        return null;
    }
}

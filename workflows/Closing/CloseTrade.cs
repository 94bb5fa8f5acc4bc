using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Closing;

/// <summary>Makes the order's trade at the payment provider impossible to pay; if it has been paid, the money goes back.</summary>
internal sealed class CloseTrade([FromKeyedServices(AppIds.Orders)] ServiceClient orders) : WorkflowActivity<Guid, object?>
{
    public override async Task<object?> RunAsync(WorkflowActivityContext context, Guid orderId)
    {
        await orders.DoAsync(HttpMethod.Post, $"internal/orders/{orderId}/trade-closing");
        return null;
    }
}

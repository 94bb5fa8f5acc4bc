using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Suspension;

/// <summary>What was done with a batch of orders.</summary>
internal sealed record EndedBatch(int Ended, bool MoreLeft);

/// <summary>Ends a batch of the orders of sessions that were called off; those that have ended before stay as they are.</summary>
internal sealed class EndSuspendedOrders([FromKeyedServices(AppIds.Orders)] ServiceClient orders) : WorkflowActivity<SuspensionInput, EndedBatch>
{
    public override Task<EndedBatch> RunAsync(WorkflowActivityContext context, SuspensionInput input)
    {
        var path = $"internal/hospitals/{Uri.EscapeDataString(input.HospitalCode)}/suspended-orders";
        return orders.AskAsync<EndedBatch>(HttpMethod.Post, path, new { input.ScheduleIds, input.Reason });
    }
}

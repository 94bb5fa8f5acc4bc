using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Closing;

/// <summary>Tells the hospital that an order has ended.</summary>
internal sealed class TellHospitalCancelled([FromKeyedServices(AppIds.Ingest)] ServiceClient ingest) : WorkflowActivity<ClosingInput, object?>
{
    public override async Task<object?> RunAsync(WorkflowActivityContext context, ClosingInput closing)
    {
        var body = new { closing.HospitalCode, CancelledAt = closing.ClosedAt, Reason = closing.Outcome };
        await ingest.DoAsync(HttpMethod.Put, $"internal/orders/{closing.OrderId}/cancellation", body);
        return null;
    }
}

using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Booking;

/// <summary>Ends an order whose hospital never answered.</summary>
internal sealed class RefuseForHospital([FromKeyedServices(AppIds.Orders)] ServiceClient orders) : WorkflowActivity<Guid, object?>
{
    public override async Task<object?> RunAsync(WorkflowActivityContext context, Guid orderId)
    {
        // It may have answered in the last moment after all: then its answer stands.
        await orders.DoAsync(
            HttpMethod.Put,
            $"internal/orders/{orderId}/hospital-answer",
            new { Status = HospitalWords.Refused, Reason = "hospital-silent" },
            but: "answer-differs");
        return null;
    }
}

using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Booking;

/// <summary>Tells the hospital that an order is paid.</summary>
internal sealed class TellHospitalPaid([FromKeyedServices(AppIds.Ingest)] ServiceClient ingest) : WorkflowActivity<Guid, object?>
{
    public override async Task<object?> RunAsync(WorkflowActivityContext context, Guid orderId)
    {
        (await ingest.SendAsync<object>(HttpMethod.Put, $"internal/orders/{orderId}/payment", null, CancellationToken.None)).EnsureDone();
        return null;
    }
}

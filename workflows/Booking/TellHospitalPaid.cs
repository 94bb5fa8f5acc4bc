using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Booking;

/// <summary>
/// Tells the hospital that an order is paid. Gives the hospital's code when the order is not in its books any more, which
/// asking again would not change.
/// </summary>
internal sealed class TellHospitalPaid([FromKeyedServices(AppIds.Ingest)] ServiceClient ingest) : WorkflowActivity<Guid, string?>
{
    public override async Task<string?> RunAsync(WorkflowActivityContext context, Guid orderId)
    {
        var told = await ingest.SendAsync<object>(HttpMethod.Put, $"internal/orders/{orderId}/payment", null, CancellationToken.None);
        if (told.Problem?.Code is "order-unknown" or "order-cancelled")
        {
            return told.Problem.Code;
        }

        told.EnsureDone();
        return null;
    }
}

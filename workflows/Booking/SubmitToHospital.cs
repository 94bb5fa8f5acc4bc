using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Booking;

/// <summary>Submits an order to its hospital, which knows it by its id; orders has the answer when this returns.</summary>
internal sealed class SubmitToHospital([FromKeyedServices(AppIds.Ingest)] ServiceClient ingest) : WorkflowActivity<Guid, string>
{
    private sealed record Submission(string Status);

    public override async Task<string> RunAsync(WorkflowActivityContext context, Guid orderId) =>
        (await ingest.AskAsync<Submission>(HttpMethod.Post, $"internal/orders/{orderId}/submission")).Status;
}

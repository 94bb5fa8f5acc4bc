using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows.Refund;

/// <summary>Sees to it that money goes back, however long the payment provider is away.</summary>
internal sealed class RefundWorkflow : Workflow<Guid, object?>
{
    public static string IdOf(Guid refundId) => $"refund-{refundId}";

    public override Task<object?> RunAsync(WorkflowContext context, Guid refundId) =>
        context.CallActivityAsync<object?>(nameof(GiveBack), refundId, Patience.Endless);
}

/// <summary>Gives a refund's money back; under the same id the provider gives it once.</summary>
internal sealed class GiveBack([FromKeyedServices(AppIds.Orders)] ServiceClient orders) : WorkflowActivity<Guid, object?>
{
    public override async Task<object?> RunAsync(WorkflowActivityContext context, Guid refundId)
    {
        await orders.DoAsync(HttpMethod.Post, $"internal/refunds/{refundId}/runs");
        return null;
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Workflows.Refund;

/// <summary>Money that is due starts the saga that gives it back.</summary>
internal static class RefundEvents
{
    public static void MapRefundEvents(this IEndpointRouteBuilder app) => app.MapTopic<RefundDue>(StartAsync);

    private static async Task<Ok> StartAsync([FromBody] RefundDue due, Sagas sagas, CancellationToken cancellationToken)
    {
        await sagas.StartAsync(nameof(RefundWorkflow), RefundWorkflow.IdOf(due.RefundId), due.RefundId, cancellationToken);
        return TypedResults.Ok();
    }
}

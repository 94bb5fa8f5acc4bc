using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Events;
using Yilai.Workflows.Booking;

namespace Yilai.Workflows.Closing;

/// <summary>The end of an order starts its closing and ends the waiting of its booking.</summary>
internal static class ClosingEvents
{
    public static void MapClosingEvents(this IEndpointRouteBuilder app) => app.MapTopic<OrderClosed>(CloseAsync);

    private static async Task<Results<Ok, ProblemHttpResult>> CloseAsync([FromBody] OrderClosed closed, Sagas sagas, CancellationToken cancellationToken)
    {
        var input = new ClosingInput(closed.OrderId, closed.Visit.HospitalCode, closed.Outcome, closed.OccurredAt);
        await sagas.StartAsync(nameof(ClosingWorkflow), ClosingWorkflow.IdOf(closed.OrderId), input, cancellationToken);
        return await BookingEvents.TellAsync(closed.OrderId, BookingWorkflow.Closed, sagas, cancellationToken);
    }
}

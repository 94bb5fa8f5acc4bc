using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Workflows.Booking;

/// <summary>What starts a booking's saga and what it waits for.</summary>
internal static class BookingEvents
{
    /// <summary>A hospital has a day to answer, and no longer than until the day of the visit.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    public static void MapBookingEvents(this IEndpointRouteBuilder app)
    {
        app.MapTopic<OrderPlaced>(StartAsync);
        app.MapTopic<OrderPaid>(([FromBody] OrderPaid message, Sagas sagas, CancellationToken cancellationToken) =>
            TellAsync(message.OrderId, BookingWorkflow.Paid, sagas, cancellationToken));
    }

    /// <summary>Tells the booking's saga that waiting is over.</summary>
    /// <returns>503 when it has not begun yet: the event comes again.</returns>
    public static async Task<Results<Ok, ProblemHttpResult>> TellAsync(Guid orderId, string word, Sagas sagas, CancellationToken cancellationToken) =>
        await sagas.TellAsync(BookingWorkflow.IdOf(orderId), BookingWorkflow.Settled, word, cancellationToken)
            ? TypedResults.Ok()
            : Problems.Unavailable("The booking's saga has not begun yet.");

    private static async Task<Ok> StartAsync([FromBody] OrderPlaced placed, Sagas sagas, CancellationToken cancellationToken)
    {
        var input = new BookingInput(placed.OrderId, placed.ExpiresAt, GiveUpAt(placed));
        await sagas.StartAsync(nameof(BookingWorkflow), BookingWorkflow.IdOf(placed.OrderId), input, cancellationToken);
        return TypedResults.Ok();
    }

    private static DateTimeOffset GiveUpAt(OrderPlaced placed)
    {
        var left = ChinaTime.InstantOf(placed.Visit.Date, TimeOnly.MinValue) - placed.OccurredAt;
        return placed.OccurredAt + (left < Shortest ? Shortest : left > Longest ? Longest : left);
    }
}

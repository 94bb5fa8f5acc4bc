using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Booking;

/// <summary>A well-formed wish to book.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Schedule">Where to take a number.</param>
/// <param name="PatientId">For whom.</param>
/// <param name="IdempotencyKey">What makes a repeated request the same.</param>
/// <param name="Instead">The order whose place it is to take, if any: it does not count against the patient.</param>
internal sealed record BookingRequest(
    Guid UserId, ScheduleKey Schedule, Guid PatientId, string? IdempotencyKey, BookingInstead? Instead = null);

/// <summary>The order whose place another is to take, and the other's id.</summary>
internal sealed record BookingInstead(Guid OldOrderId, Guid NewOrderId);

/// <summary>An order, or why there is none.</summary>
internal sealed record BookingOutcome(OrderRow? Order, ProblemHttpResult? Problem)
{
    public static implicit operator BookingOutcome(OrderRow order) => new(order, null);

    public static implicit operator BookingOutcome(ProblemHttpResult problem) => new(null, problem);
}

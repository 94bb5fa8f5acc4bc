using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Booking;

/// <summary>A well-formed wish to book.</summary>
internal sealed record BookingRequest(Guid UserId, ScheduleKey Schedule, Guid PatientId, string? IdempotencyKey);

/// <summary>An order, or why there is none.</summary>
internal sealed record BookingOutcome(OrderRow? Order, ProblemHttpResult? Problem)
{
    public static implicit operator BookingOutcome(OrderRow order) => new(order, null);

    public static implicit operator BookingOutcome(ProblemHttpResult problem) => new(null, problem);
}

namespace Yilai.Contracts.Events;

/// <summary>An order ended without a visit and its number went back to the schedule.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="UserId">The account that booked.</param>
/// <param name="Visit">What had been booked.</param>
/// <param name="Outcome">Why it ended: <c>cancelled</c>, <c>expired</c>, <c>refused</c> or <c>suspended</c>.</param>
public sealed record OrderClosed(Guid OrderId, Guid UserId, VisitFacts Visit, string Outcome) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "order-closed";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

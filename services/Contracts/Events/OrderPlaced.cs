namespace Yilai.Contracts.Events;

/// <summary>A patient took a number; the order is unpaid and the hospital has not confirmed it yet.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="UserId">The account that booked.</param>
/// <param name="Visit">What was booked.</param>
/// <param name="ExpiresAt">The UTC instant until which the number is held unpaid.</param>
public sealed record OrderPlaced(Guid OrderId, Guid UserId, VisitFacts Visit, DateTimeOffset ExpiresAt) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "order-placed";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

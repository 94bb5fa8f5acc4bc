namespace Yilai.Contracts.Events;

/// <summary>An order's fee has been paid, or there was none to pay.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="UserId">The account that booked.</param>
/// <param name="Visit">What was booked.</param>
/// <param name="PaidAt">The UTC instant of the payment.</param>
public sealed record OrderPaid(Guid OrderId, Guid UserId, VisitFacts Visit, DateTimeOffset PaidAt) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "order-paid";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

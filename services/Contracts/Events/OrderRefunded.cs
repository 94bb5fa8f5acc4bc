namespace Yilai.Contracts.Events;

/// <summary>Money of an order has gone back; the provider has said so.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="UserId">The account that booked.</param>
/// <param name="Visit">What had been booked.</param>
/// <param name="Amount">How much, in CNY.</param>
/// <param name="Reason">Why: <c>cancelled</c>, <c>refused</c>, <c>suspended</c>, <c>rescheduled</c> or <c>late-payment</c>.</param>
public sealed record OrderRefunded(Guid OrderId, Guid UserId, VisitFacts Visit, decimal Amount, string Reason) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "order-refunded";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

namespace Yilai.Contracts.Events;

/// <summary>Money of an order is to go back to whoever paid it.</summary>
/// <param name="RefundId">The refund, which the provider knows by the same id.</param>
/// <param name="OrderId">The order.</param>
public sealed record RefundDue(Guid RefundId, Guid OrderId) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "refund-due";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

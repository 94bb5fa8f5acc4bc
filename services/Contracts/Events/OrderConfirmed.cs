namespace Yilai.Contracts.Events;

/// <summary>The hospital has taken the order into its own books.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="UserId">The account that booked.</param>
/// <param name="Visit">What was booked.</param>
/// <param name="FetchTime">When to fetch the number, in the hospital's words.</param>
/// <param name="FetchAddress">Where to fetch the number, in the hospital's words.</param>
public sealed record OrderConfirmed(Guid OrderId, Guid UserId, VisitFacts Visit, string? FetchTime, string? FetchAddress) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "order-confirmed";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

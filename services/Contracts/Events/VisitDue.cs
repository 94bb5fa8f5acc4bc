namespace Yilai.Contracts.Events;

/// <summary>A visit is close; once per order and occasion.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="UserId">The account that booked.</param>
/// <param name="Visit">What was booked.</param>
/// <param name="Occasion"><c>evening-before</c> or <c>day-of</c>.</param>
/// <param name="FetchTime">When to fetch the number, in the hospital's words.</param>
/// <param name="FetchAddress">Where to fetch the number, in the hospital's words.</param>
public sealed record VisitDue(Guid OrderId, Guid UserId, VisitFacts Visit, string Occasion, string? FetchTime, string? FetchAddress) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "visit-due";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

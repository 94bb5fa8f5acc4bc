namespace Yilai.Contracts.Events;

/// <summary>A patient did not come too often (爽约), and cannot book at the hospital for a while.</summary>
/// <param name="OrderId">The order that was one too many.</param>
/// <param name="UserId">The account that booked.</param>
/// <param name="Visit">The visit that was missed.</param>
/// <param name="Times">How many missed visits it took.</param>
/// <param name="WithinDays">Within how many days.</param>
/// <param name="Until">The first UTC instant at which booking is open again.</param>
public sealed record BookingBanned(Guid OrderId, Guid UserId, VisitFacts Visit, int Times, int WithinDays, DateTimeOffset Until) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "booking-banned";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

namespace Yilai.Contracts.Events;

/// <summary>Waiting came to nothing, not by the will of whoever waited.</summary>
/// <param name="EntryId">The entry of the waitlist.</param>
/// <param name="UserId">The account that waited.</param>
/// <param name="Visit">What was waited for; its number is 0 unless one had been offered.</param>
/// <param name="Reason"><c>offer-expired</c>, <c>closed</c>, <c>stopped</c>, <c>suspended</c> or <c>removed</c>.</param>
public sealed record WaitlistClosed(Guid EntryId, Guid UserId, VisitFacts Visit, string Reason) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "waitlist-closed";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

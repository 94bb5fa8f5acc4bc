namespace Yilai.Contracts.Events;

/// <summary>Somebody who waited has come first: a number is held for the patient for a while.</summary>
/// <param name="EntryId">The entry of the waitlist.</param>
/// <param name="UserId">The account that waits.</param>
/// <param name="Visit">What is offered.</param>
/// <param name="ExpiresAt">The UTC instant at which the number goes to the next in line.</param>
public sealed record WaitlistOffered(Guid EntryId, Guid UserId, VisitFacts Visit, DateTimeOffset ExpiresAt) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "waitlist-offered";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

namespace Yilai.Contracts.Events;

/// <summary>
/// Something that happened in one service and that others may react to: past tense, ids and facts of the visit only,
/// never a patient's data.
/// </summary>
public interface IIntegrationEvent
{
    /// <summary>The topic it is published to: kebab-case, one per event.</summary>
    static abstract string Topic { get; }

    /// <summary>Unique per occurrence; receivers drop what they have seen.</summary>
    Guid EventId { get; init; }

    /// <summary>The UTC instant at which it happened.</summary>
    DateTimeOffset OccurredAt { get; init; }
}

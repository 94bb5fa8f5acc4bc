namespace Yilai.Contracts.Events;

/// <summary>A hospital called sessions off (停诊): their orders are to end, with the money back.</summary>
/// <param name="HospitalCode">The hospital.</param>
/// <param name="ScheduleIds">The hospital's own ids of the schedules.</param>
/// <param name="Reason">What patients are told, if the hospital said why.</param>
public sealed record SchedulesSuspended(string HospitalCode, IReadOnlyList<string> ScheduleIds, string? Reason) : IIntegrationEvent
{
    /// <inheritdoc/>
    public static string Topic => "schedules-suspended";

    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }
}

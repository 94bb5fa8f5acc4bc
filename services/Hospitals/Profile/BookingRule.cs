namespace Yilai.Hospitals.Profile;

/// <summary>The rules that bookings at a hospital follow. Clock times are China's, <c>HH:mm</c>.</summary>
internal sealed record BookingRule
{
    /// <summary>How many days can be booked, today among them.</summary>
    public required int CycleDays { get; init; }

    /// <summary>When a new day's numbers are released.</summary>
    public required string ReleaseTime { get; init; }

    /// <summary>When booking for the current day stops.</summary>
    public required string StopTime { get; init; }

    /// <summary>How many days before the visit it can be cancelled at the latest.</summary>
    public required int CancelDaysBefore { get; init; }

    /// <summary>Until when on that day.</summary>
    public required string CancelTime { get; init; }

    /// <summary>How long an unpaid order holds its number.</summary>
    public required int HoldMinutes { get; init; }

    /// <summary>What patients should know before they book.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

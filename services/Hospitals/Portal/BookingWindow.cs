using System.Globalization;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Hospitals.Portal;

/// <summary>
/// When a visit day can be booked, in China's time. Days from today to today + cycleDays − 1 are within the window; the
/// last of them opens at the release time of today. Booking for a day stops at the stop time of that very day.
/// What is shown follows this rule; what can be placed is decided by orders, which holds to the same.
/// </summary>
/// <param name="CycleDays">How many days the window has, today among them.</param>
/// <param name="ReleaseTime">When a new day enters the window.</param>
/// <param name="StopTime">When booking for the current day stops.</param>
internal sealed record BookingWindow(int CycleDays, TimeOnly ReleaseTime, TimeOnly StopTime)
{
    /// <summary>Reads the rule as it travels, with clock times as <c>HH:mm</c>.</summary>
    public static BookingWindow Of(int cycleDays, string releaseTime, string stopTime) => new(
        cycleDays,
        TimeOnly.ParseExact(releaseTime, "HH:mm", CultureInfo.InvariantCulture),
        TimeOnly.ParseExact(stopTime, "HH:mm", CultureInfo.InvariantCulture));

    /// <summary>The UTC instant from which <paramref name="day"/> can be booked.</summary>
    public DateTimeOffset ReleasesAt(DateOnly day) => ChinaTime.InstantOf(day.AddDays(1 - CycleDays), ReleaseTime);

    /// <summary>The UTC instant from which <paramref name="day"/> can no longer be booked.</summary>
    public DateTimeOffset StopsAt(DateOnly day) => ChinaTime.InstantOf(day, StopTime);

    /// <summary>How <paramref name="day"/> stands at <paramref name="now"/>.</summary>
    public WindowState StateOf(DateOnly day, DateTimeOffset now) =>
        now >= StopsAt(day) ? WindowState.Past : now < ReleasesAt(day) ? WindowState.Ahead : WindowState.Open;
}

/// <summary>How a day stands to the booking window.</summary>
internal enum WindowState
{
    /// <summary>Its numbers are not released yet.</summary>
    Ahead,

    /// <summary>It can be booked.</summary>
    Open,

    /// <summary>Booking for it is over.</summary>
    Past,
}

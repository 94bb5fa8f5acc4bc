using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Rules;

/// <summary>
/// When a visit's day can be booked. Days <c>today … today + cycleDays - 1</c> are open; the last of them opens at the
/// release time of today, and today closes at its stop time.
/// </summary>
/// <param name="OpensAt">The first instant at which it can be booked.</param>
/// <param name="ClosesAt">The first instant at which it no longer can.</param>
internal readonly record struct BookingWindow(DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    public static BookingWindow Of(BookingTerms terms, DateOnly day) => new(
        ChinaTime.InstantOf(day.AddDays(1 - terms.CycleDays), terms.ReleaseTime),
        ChinaTime.InstantOf(day, terms.StopTime));
}

using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.Hospitals.Documents;
using Yilai.Hospitals.Schedules;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Hospitals.Portal;

/// <summary>The days of a department's calendar that have schedules, from today on.</summary>
internal static class ListDays
{
    /// <summary>The longest window that a hospital may have, and a week of days still to be released.</summary>
    private const int DaysAhead = 96;

    public static async Task<Results<Ok<IReadOnlyList<Day>>, ProblemHttpResult>> HandleAsync(
        string code,
        string department,
        HospitalDocuments documents,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await documents.CheckDepartmentAsync(code, department, cancellationToken) is { } problem)
        {
            return problem;
        }

        var today = clock.GetChinaToday();
        var availability = await Availability.FindAsync(orders, code, department, today, today.AddDays(DaysAhead), cancellationToken);
        return TypedResults.Ok(availability is null ? [] : Day.Of(availability, clock.GetUtcNow()));
    }
}

/// <summary>A day of a department's calendar.</summary>
/// <param name="Date">The day in Asia/Shanghai.</param>
/// <param name="Released">How many numbers it has; those of suspended schedules do not count.</param>
/// <param name="Remaining">How many are left of them that can still be booked.</param>
/// <param name="Status">What to expect of it.</param>
/// <param name="ReleasesAt">When its numbers are released, while they are not.</param>
internal sealed record Day(DateOnly Date, int Released, int Remaining, BookingStatus Status, DateTimeOffset? ReleasesAt)
{
    public static IReadOnlyList<Day> Of(Availability availability, DateTimeOffset now)
    {
        var window = availability.Rule.ToWindow();
        return [.. availability.Items.GroupBy(i => i.Date).OrderBy(g => g.Key).Select(day => Of(day.Key, [.. day], window, now))];
    }

    private static Day Of(DateOnly date, IReadOnlyList<Availability.Item> schedules, BookingWindow window, DateTimeOffset now)
    {
        var state = window.StateOf(date, now);
        var status = BookingStatuses.OfDay(schedules.Select(s => BookingStatuses.Of(s.Status, s.Remaining, state)));
        return new Day(
            date,
            schedules.Where(s => s.Status != PushedStatus.Suspended).Sum(s => s.Released),
            schedules.Where(s => s.Status == PushedStatus.Open).Sum(s => s.Remaining),
            status,
            status == BookingStatus.NotReleased ? window.ReleasesAt(date) : null);
    }
}

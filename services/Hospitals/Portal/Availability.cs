using Yilai.Hospitals.Schedules;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Hospitals.Portal;

/// <summary>What is left, as orders knows it: the truth about numbers.</summary>
/// <param name="Rule">The hospital's rule in force.</param>
/// <param name="Items">The department's schedules within the days asked for.</param>
internal sealed record Availability(Availability.WindowRule Rule, IReadOnlyList<Availability.Item> Items)
{
    /// <summary>Asks orders; null when it does not know the hospital.</summary>
    public static Task<Availability?> FindAsync(
        ServiceClient orders, string hospital, string department, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        orders.FindAsync<Availability>(
            $"internal/hospitals/{Uri.EscapeDataString(hospital)}/availability?department={Uri.EscapeDataString(department)}&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}",
            cancellationToken);

    /// <summary>When days can be booked.</summary>
    internal sealed record WindowRule(string ReleaseTime, string StopTime, int CycleDays)
    {
        public BookingWindow ToWindow() => BookingWindow.Of(CycleDays, ReleaseTime, StopTime);
    }

    /// <summary>A schedule's numbers; <paramref name="Id"/> is the hospital's own.</summary>
    internal sealed record Item(string Id, DateOnly Date, Period Period, int Released, int Remaining, PushedStatus Status);
}

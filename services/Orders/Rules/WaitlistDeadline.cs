using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Rules;

/// <summary>The first instant at which the waitlist of a day is closed: nobody joins it, and nobody gets an offer any more.</summary>
internal static class WaitlistDeadline
{
    public static DateTimeOffset Of(WaitlistRule rule, DateOnly day) => ChinaTime.InstantOf(day.AddDays(-rule.ClosesDaysBefore), rule.ClosesTime);
}

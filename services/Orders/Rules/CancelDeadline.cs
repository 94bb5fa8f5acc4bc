using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Rules;

/// <summary>The first instant at which an order for a day can no longer be cancelled.</summary>
internal static class CancelDeadline
{
    public static DateTimeOffset Of(CancelTerms terms, DateOnly day) => ChinaTime.InstantOf(day.AddDays(-terms.DaysBefore), terms.Time);
}

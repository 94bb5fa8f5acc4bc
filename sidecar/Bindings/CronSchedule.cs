using Cronos;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Bindings;

/// <summary>A schedule as Dapr takes it: 5 fields, 6 with seconds first, @hourly and the like, or "@every 15s".</summary>
internal sealed class CronSchedule
{
    private readonly CronExpression? expression;
    private readonly TimeSpan interval;

    private CronSchedule(CronExpression? expression, TimeSpan interval) => (this.expression, this.interval) = (expression, interval);

    public static CronSchedule Parse(string text)
    {
        text = text.Trim();
        const string every = "@every ";
        try
        {
            if (text.StartsWith(every, StringComparison.Ordinal))
            {
                // Whole seconds, and at least one.
                var time = GoDuration.Parse(text[every.Length..]) ?? throw Unreadable(text);
                return new CronSchedule(null, TimeSpan.FromSeconds(Math.Max(1, Math.Floor(time.TotalSeconds))));
            }
            var fields = text switch
            {
                "@yearly" or "@annually" => "0 0 1 1 *",
                "@monthly" => "0 0 1 * *",
                "@weekly" => "0 0 * * 0",
                "@daily" or "@midnight" => "0 0 * * *",
                "@hourly" => "0 * * * *",
                _ => text,
            };
            var seconds = fields.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
            return new CronSchedule(CronExpression.Parse(fields, seconds ? CronFormat.IncludeSeconds : CronFormat.Standard), default);
        }
        catch (CronFormatException error)
        {
            throw Unreadable(text, error);
        }
    }

    /// <summary>The time after the given one, in the local zone; nothing when there is none any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone) =>
        expression is null ? after + interval : expression.GetNextOccurrence(after, zone);

    private static ComponentException Unreadable(string text, Exception? cause = null) =>
        new($"its schedule '{text}' cannot be understood; write e.g. \"@every 1m\", \"@daily\" or \"0 8 * * *\"", cause) { Field = "schedule" };
}

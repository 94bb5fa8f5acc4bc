using System.Globalization;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Bindings;

/// <summary>
/// bindings.cron: calls the app at the times of its schedule. What it makes of it is its own affair, and a time that
/// passed while the app was away is not made up for.
/// </summary>
internal sealed class CronBinding(ComponentContext context) : IInputBinding
{
    public static readonly ComponentType Type = new("bindings.cron", "v1", c => new CronBinding(c));

    private readonly CronSchedule schedule = CronSchedule.Parse(context.Metadata.Required("schedule"));

    public IReadOnlyList<string> Capabilities => ["INPUT_BINDING"];

    public async Task RunAsync(Func<BindingEvent, CancellationToken, Task<bool>> handler, CancellationToken cancellation)
    {
        var clock = context.Clock;
        var calls = new List<Task>();
        var now = clock.GetUtcNow();
        try
        {
            while (schedule.Next(now, clock.LocalTimeZone) is { } next)
            {
                await Task.Delay(Until(next, clock), clock, cancellation);
                now = next > clock.GetUtcNow() ? next : clock.GetUtcNow();
                calls.RemoveAll(c => c.IsCompleted);
                // A slow answer does not hold up the next time, as with daprd.
                calls.Add(handler(Event(now, clock.LocalTimeZone), cancellation));
            }
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
        }
        finally
        {
            await Task.WhenAll(calls);
        }
    }

    private static TimeSpan Until(DateTimeOffset next, TimeProvider clock)
    {
        var wait = next - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static BindingEvent Event(DateTimeOffset now, TimeZoneInfo zone) => new([], new Dictionary<string, string>
    {
        ["timeZone"] = zone.Id,
        ["readTimeUTC"] = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF '+0000 UTC'", CultureInfo.InvariantCulture),
    });
}

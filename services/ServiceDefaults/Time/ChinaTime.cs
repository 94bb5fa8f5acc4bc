namespace Yilai.ServiceDefaults.Time;

/// <summary>
/// Asia/Shanghai as the schedules use it. The offset has been +8 without daylight saving since 1991, so no time zone
/// database is asked: bare machines often have none.
/// </summary>
public static class ChinaTime
{
    /// <summary>The offset of Asia/Shanghai from UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The current wall-clock time in Asia/Shanghai.</summary>
    public static DateTimeOffset GetChinaNow(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return clock.GetUtcNow().ToOffset(Offset);
    }

    /// <summary>The current day in Asia/Shanghai.</summary>
    public static DateOnly GetChinaToday(this TimeProvider clock) => DayOf(clock.GetUtcNow());

    /// <summary>The day in Asia/Shanghai of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The UTC instant of a wall-clock time of a day in Asia/Shanghai.</summary>
    public static DateTimeOffset InstantOf(DateOnly day, TimeOnly time) => new DateTimeOffset(day.ToDateTime(time), Offset).ToUniversalTime();
}

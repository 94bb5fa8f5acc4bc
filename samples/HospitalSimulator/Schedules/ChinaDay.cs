namespace Yilai.HospitalSimulator.Schedules;

/// <summary>Days as hospitals in China count them: UTC+8, without daylight saving.</summary>
internal static class ChinaDay
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Offset).DateTime);

    public static TimeSpan UntilNext(TimeProvider time)
    {
        var now = time.GetUtcNow().ToOffset(Offset);
        return TimeSpan.FromDays(1) - now.TimeOfDay;
    }
}

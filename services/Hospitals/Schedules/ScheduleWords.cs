namespace Yilai.Hospitals.Schedules;

/// <summary>A half of a day.</summary>
internal enum Period
{
    /// <summary>上午</summary>
    Morning,

    /// <summary>下午</summary>
    Afternoon,
}

/// <summary>What a hospital says of a schedule.</summary>
internal enum PushedStatus
{
    /// <summary>可约</summary>
    Open,

    /// <summary>停约: no more bookings, those made stand.</summary>
    Stopped,

    /// <summary>停诊: the doctor does not come.</summary>
    Suspended,
}

/// <summary>Reads the contract's words; anything else is null, numbers too.</summary>
internal static class ScheduleWords
{
    public static Period? ReadPeriod(string? word) => word switch
    {
        "morning" => Period.Morning,
        "afternoon" => Period.Afternoon,
        _ => null,
    };

    public static PushedStatus? ReadStatus(string? word) => word switch
    {
        "open" => PushedStatus.Open,
        "stopped" => PushedStatus.Stopped,
        "suspended" => PushedStatus.Suspended,
        _ => null,
    };
}

using System.Text.Json.Serialization;

namespace Yilai.HospitalSdk.Messages;

/// <summary>A doctor's session: half a day with numbers that can be booked.</summary>
/// <param name="Id">The hospital's own id, <c>[A-Za-z0-9_.-]{1,64}</c>.</param>
/// <param name="DepartmentCode">The code of its department.</param>
/// <param name="DoctorName">The doctor's name.</param>
/// <param name="DoctorTitle">The doctor's title, such as 主任医师.</param>
/// <param name="Skill">What the doctor is good at.</param>
/// <param name="Date">The day, in China.</param>
/// <param name="Period">The half of the day.</param>
/// <param name="Released">How many numbers the session has in all.</param>
/// <param name="Available">How many of them are the platform's to sell. It counts when the schedule is new; later the platform keeps count itself.</param>
/// <param name="Fee">The fee in yuan.</param>
/// <param name="Status">Whether it can be booked.</param>
public sealed record Schedule(
    string Id,
    string DepartmentCode,
    string DoctorName,
    string DoctorTitle,
    string? Skill,
    DateOnly Date,
    Period Period,
    int Released,
    int Available,
    decimal Fee,
    ScheduleStatus Status);

/// <summary>A half of a day.</summary>
[JsonConverter(typeof(KebabCaseEnum<Period>))]
public enum Period
{
    /// <summary>上午</summary>
    Morning,

    /// <summary>下午</summary>
    Afternoon,
}

/// <summary>Whether a schedule can be booked.</summary>
[JsonConverter(typeof(KebabCaseEnum<ScheduleStatus>))]
public enum ScheduleStatus
{
    /// <summary>可约</summary>
    Open,

    /// <summary>停约: no more bookings, those made stand.</summary>
    Stopped,

    /// <summary>停诊: the doctor does not come.</summary>
    Suspended,
}

namespace Yilai.HospitalSdk.Messages;

/// <summary>A hospital as it presents itself on the platform.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Level">Its level by the platform's dictionary: <c>3A</c> 三级甲等 … <c>1C</c>, <c>0</c> 未定级.</param>
/// <param name="Type">What kind of hospital it is, such as 综合医院.</param>
/// <param name="RegionCode">The GB/T 2260 code of where it is, best that of the district.</param>
/// <param name="Address">Its address.</param>
/// <param name="Phone">Its telephone number.</param>
/// <param name="Intro">A few sentences about it.</param>
/// <param name="Route">How to get there.</param>
/// <param name="Logo">Its logo as a data URI of at most 200 kB.</param>
/// <param name="BookingRule">The rules that bookings at this hospital follow.</param>
public sealed record Hospital(
    string Name,
    string Level,
    string? Type,
    string RegionCode,
    string? Address,
    string? Phone,
    string? Intro,
    string? Route,
    string? Logo,
    BookingRule BookingRule);

/// <summary>The rules that bookings at a hospital follow. Clock times are China Standard Time.</summary>
/// <param name="CycleDays">How many days ahead numbers can be booked.</param>
/// <param name="ReleaseTime">When the numbers of a new day are released.</param>
/// <param name="StopTime">When booking for the next day stops.</param>
/// <param name="CancelDaysBefore">How many days before the visit it can be cancelled at the latest.</param>
/// <param name="CancelTime">Until when on that day.</param>
/// <param name="HoldMinutes">How long an unpaid order holds its number.</param>
/// <param name="Notes">What patients should know before they book.</param>
public sealed record BookingRule(
    int CycleDays,
    string ReleaseTime,
    string StopTime,
    int CancelDaysBefore,
    string CancelTime,
    int HoldMinutes,
    IReadOnlyList<string> Notes);

using System.Text.Json;
using Yilai.ServiceDefaults.Json;

namespace Yilai.Orders.Rules;

/// <summary>The rules in force at a hospital: its own, the operators', and defaults for the rest.</summary>
/// <param name="HospitalCode">The hospital.</param>
/// <param name="Booking">From when until when numbers can be booked, and how long one is held unpaid.</param>
/// <param name="Cancel">Until when an order can be cancelled.</param>
/// <param name="Limits">How many numbers a patient may hold.</param>
/// <param name="NoShow">What follows from not turning up (爽约).</param>
/// <param name="Waitlist">How the waitlist (候补) works.</param>
internal sealed record HospitalRules(
    string HospitalCode,
    BookingTerms Booking,
    CancelTerms Cancel,
    LimitRule Limits,
    NoShowRule NoShow,
    WaitlistRule Waitlist)
{
    public static HospitalRules Of(string hospitalCode, string bookingRule, string platformRule)
    {
        var own = JsonSerializer.Deserialize<BookingRule>(bookingRule, JsonSettings.Web) ?? new BookingRule();
        var platform = JsonSerializer.Deserialize<PlatformRule>(platformRule, JsonSettings.Web);
        return Of(hospitalCode, own, platform);
    }

    /// <summary>The rules of a hospital that has said nothing.</summary>
    public static HospitalRules Defaults(string hospitalCode) => Of(hospitalCode, new BookingRule(), null);

    private static HospitalRules Of(string hospitalCode, BookingRule own, PlatformRule? platform) => new(
        hospitalCode,
        new BookingTerms(
            own.CycleDays ?? 10,
            own.ReleaseTime ?? new TimeOnly(8, 30),
            own.StopTime ?? new TimeOnly(12, 30),
            own.HoldMinutes ?? 30,
            own.Notes ?? []),
        new CancelTerms(own.CancelDaysBefore ?? 1, own.CancelTime ?? new TimeOnly(15, 30)),
        platform?.Limits ?? new LimitRule(PerPatientPerDay: 2),
        platform?.NoShow ?? new NoShowRule(Times: 3, WithinDays: 90, BanDays: 90),
        platform?.Waitlist ?? new WaitlistRule(MaxPerUser: 3, OfferMinutes: 30, ClosesDaysBefore: 1, new TimeOnly(18, 0)));
}

/// <summary>When numbers can be booked: days from today up to <c>today + cycleDays - 1</c>, in Asia/Shanghai.</summary>
/// <param name="CycleDays">How many days are open, today included.</param>
/// <param name="ReleaseTime">The clock time at which the cycle's last day opens (放号).</param>
/// <param name="StopTime">The clock time at which today closes.</param>
/// <param name="HoldMinutes">How long an unpaid order holds its number.</param>
/// <param name="Notes">What the hospital asks patients to heed.</param>
internal sealed record BookingTerms(
    int CycleDays,
    TimeOnly ReleaseTime,
    TimeOnly StopTime,
    int HoldMinutes,
    IReadOnlyList<string> Notes);

/// <summary>Until when an order can be cancelled.</summary>
/// <param name="DaysBefore">Days before the visit's day; 0 is the day itself.</param>
/// <param name="Time">The clock time on that day.</param>
internal sealed record CancelTerms(int DaysBefore, TimeOnly Time);

/// <summary>How many numbers a patient may hold at a hospital.</summary>
/// <param name="PerPatientPerDay">Numbers for visits on the same day.</param>
/// <param name="PerPatientPerDepartmentPerDay">Numbers of the same department on the same day; the database holds it too.</param>
internal sealed record LimitRule(int PerPatientPerDay, int PerPatientPerDepartmentPerDay = 1);

/// <summary>What follows from not turning up (爽约).</summary>
/// <param name="Times">How often it takes.</param>
/// <param name="WithinDays">Within how many days.</param>
/// <param name="BanDays">For how many days booking is then closed to the patient.</param>
internal sealed record NoShowRule(int Times, int WithinDays, int BanDays);

/// <summary>How the waitlist (候补) of a sold-out schedule works.</summary>
/// <param name="MaxPerUser">How many entries an account may have waiting.</param>
/// <param name="OfferMinutes">How long an offered number is kept.</param>
/// <param name="ClosesDaysBefore">Days before the visit's day on which the list closes.</param>
/// <param name="ClosesTime">The clock time at which it closes.</param>
internal sealed record WaitlistRule(
    int MaxPerUser,
    int OfferMinutes,
    int ClosesDaysBefore,
    TimeOnly ClosesTime);

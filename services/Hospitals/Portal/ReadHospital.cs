using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.Hospitals.Profile;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Hospitals.Portal;

/// <summary>A hospital's own page.</summary>
internal static class ReadHospital
{
    public static async Task<Results<Ok<Hospital>, ProblemHttpResult>> HandleAsync(
        string code, HospitalDocuments documents, TimeProvider clock, CancellationToken cancellationToken)
    {
        var hospital = await documents.Hospitals.Find(h => h.Code == code && h.Enabled).FirstOrDefaultAsync(cancellationToken);
        if (hospital is null)
        {
            return OpenHospitals.HospitalNotFound();
        }

        var suspended = await ListSuspensions.FindAsync(code, documents, clock.GetChinaToday(), cancellationToken);
        return TypedResults.Ok(Hospital.Of(hospital, Notice.Of(suspended)));
    }
}

/// <summary>A hospital in full.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">Its level's code.</param>
/// <param name="LevelName">Its level, such as 三级甲等.</param>
/// <param name="Type">What kind of hospital it is.</param>
/// <param name="Region">The GB/T 2260 code of where it is.</param>
/// <param name="RegionName">The full name of where it is.</param>
/// <param name="Address">Its address.</param>
/// <param name="Phone">Its telephone number.</param>
/// <param name="Intro">A few sentences about it.</param>
/// <param name="Route">How to get there.</param>
/// <param name="Logo">The path of its logo; null without one.</param>
/// <param name="BookingRule">The rules that bookings follow.</param>
/// <param name="Notices">What patients should know now, by day.</param>
internal sealed record Hospital(
    string Code,
    string Name,
    string Level,
    string LevelName,
    string? Type,
    string Region,
    string RegionName,
    string Address,
    string? Phone,
    string? Intro,
    string? Route,
    string? Logo,
    BookingRule BookingRule,
    IReadOnlyList<Notice> Notices)
{
    public static Hospital Of(HospitalDocument h, IReadOnlyList<Notice> notices) => new(
        h.Code, h.Name, h.Level, h.LevelName, h.Type, h.RegionCode, h.RegionName, h.Address ?? "", h.Phone, h.Intro, h.Route,
        HospitalSummary.LogoPath(h), h.BookingRule, notices);
}

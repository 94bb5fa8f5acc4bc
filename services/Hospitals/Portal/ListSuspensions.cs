using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;
using Yilai.Hospitals.Schedules;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Hospitals.Portal;

/// <summary>停诊 of the coming days.</summary>
internal static class ListSuspensions
{
    private const int Days = 30;
    private const int Most = 200;

    public static async Task<Results<Ok<List<Suspension>>, ProblemHttpResult>> HandleAsync(
        string code, HospitalDocuments documents, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await documents.IsOpenAsync(code, cancellationToken))
        {
            return OpenHospitals.HospitalNotFound();
        }

        var suspended = await FindAsync(code, documents, clock.GetChinaToday(), cancellationToken);
        return TypedResults.Ok(suspended.ConvertAll(s => new Suspension(
            s.Id, s.Date, s.Period, s.DepartmentCode, s.DepartmentName, s.DoctorName, s.DoctorTitle)));
    }

    public static Task<List<ScheduleDocument>> FindAsync(string code, HospitalDocuments documents, DateOnly today, CancellationToken cancellationToken)
    {
        var end = today.AddDays(Days);
        return documents.Schedules
            .Find(s => s.HospitalCode == code && s.Date >= today && s.Date < end && s.Status == PushedStatus.Suspended)
            .SortBy(s => s.Date).ThenByDescending(s => s.Period).ThenBy(s => s.Id)
            .Limit(Most)
            .ToListAsync(cancellationToken);
    }
}

/// <summary>A doctor's session that does not take place.</summary>
/// <param name="ScheduleId">The schedule's public id.</param>
/// <param name="Date">The day.</param>
/// <param name="Period">The half of the day.</param>
/// <param name="DepartmentCode">The department's code.</param>
/// <param name="DepartmentName">The department's name.</param>
/// <param name="DoctorName">The doctor's name.</param>
/// <param name="DoctorTitle">The doctor's title.</param>
internal sealed record Suspension(
    string ScheduleId, DateOnly Date, Period Period, string DepartmentCode, string DepartmentName, string DoctorName, string DoctorTitle);

using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Hospitals.Documents;

namespace Yilai.Hospitals.Schedules;

/// <summary>The schedules that the platform holds of a hospital: of a day, of a department, of both or all.</summary>
internal static class ListSchedules
{
    public static async Task<Ok<PushedSchedules>> HandleAsync(
        string code, DateOnly? date, string? department, HospitalDocuments documents, CancellationToken cancellationToken)
    {
        var filters = Builders<ScheduleDocument>.Filter;
        var filter = filters.Eq(s => s.HospitalCode, code);
        if (department is not null)
        {
            filter &= filters.Eq(s => s.DepartmentCode, department);
        }

        if (date is not null)
        {
            filter &= filters.Eq(s => s.Date, date.Value);
        }

        var schedules = await documents.Schedules.Find(filter).SortBy(s => s.Date).ThenBy(s => s.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(new PushedSchedules([.. schedules.Select(PushedSchedule.Of)]));
    }
}

/// <summary>See the contract's <c>GET /hospital/v2/schedules</c>.</summary>
internal sealed record PushedSchedules(IReadOnlyList<PushedSchedule> Items);

/// <summary>A schedule in the shape in which it was pushed.</summary>
internal sealed record PushedSchedule(
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
    PushedStatus Status)
{
    public static PushedSchedule Of(ScheduleDocument s) => new(
        s.ScheduleId, s.DepartmentCode, s.DoctorName, s.DoctorTitle, s.Skill, s.Date, s.Period, s.Released, s.Available, s.Fee, s.Status);
}

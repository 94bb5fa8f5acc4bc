using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Yilai.Contracts;
using Yilai.Hospitals.Documents;
using Yilai.Hospitals.Schedules;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Hospitals.Portal;

/// <summary>The doctors' sessions of a day, with what is left of each.</summary>
internal static class ListDaySchedules
{
    public static async Task<Results<Ok<List<Schedule>>, ProblemHttpResult>> HandleAsync(
        string code,
        string department,
        DateOnly date,
        HospitalDocuments documents,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await documents.CheckDepartmentAsync(code, department, cancellationToken) is { } problem)
        {
            return problem;
        }

        if (await Availability.FindAsync(orders, code, department, date, date, cancellationToken) is not { } availability)
        {
            return TypedResults.Ok(new List<Schedule>());
        }

        var state = availability.Rule.ToWindow().StateOf(date, clock.GetUtcNow());
        var left = availability.Items.ToDictionary(i => i.Id, StringComparer.Ordinal);
        var documentsOfDay = await documents.Schedules
            .Find(s => s.HospitalCode == code && s.DepartmentCode == department && s.Date == date)
            .ToListAsync(cancellationToken);
        // A schedule that orders has not got yet cannot be booked, so it is not shown.
        return TypedResults.Ok(documentsOfDay
            .Where(s => left.ContainsKey(s.ScheduleId))
            .OrderBy(s => s.Period).ThenByDescending(s => s.Fee).ThenBy(s => s.Id, StringComparer.Ordinal)
            .Select(s => Schedule.Of(s, left[s.ScheduleId], state))
            .ToList());
    }
}

/// <summary>A doctor's session (排班): half a day with numbers.</summary>
/// <param name="Id">The public id, with which it is booked.</param>
/// <param name="Date">The day in Asia/Shanghai.</param>
/// <param name="Period">The half of the day.</param>
/// <param name="Doctor">Who receives patients.</param>
/// <param name="Fee">The fee (医事服务费) in CNY.</param>
/// <param name="Released">How many numbers it has.</param>
/// <param name="Remaining">How many are left.</param>
/// <param name="Status">What to expect of it.</param>
internal sealed record Schedule(
    string Id, DateOnly Date, Period Period, Doctor Doctor, decimal Fee, int Released, int Remaining, BookingStatus Status)
{
    public static Schedule Of(ScheduleDocument s, Availability.Item left, WindowState window) => new(
        s.Id,
        s.Date,
        s.Period,
        new Doctor(s.DoctorName, s.DoctorTitle, s.Skill),
        s.Fee,
        left.Released,
        left.Remaining,
        BookingStatuses.Of(left.Status, left.Remaining, window));
}

/// <summary>A doctor.</summary>
/// <param name="Name">The name as the hospital gives it.</param>
/// <param name="Title">The title, such as 主任医师.</param>
/// <param name="Skill">What the doctor is good at.</param>
internal sealed record Doctor(string Name, string Title, string? Skill);

using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.Orders.Inventory;
using Yilai.Orders.Rules;

namespace Yilai.Orders.Waitlist;

/// <summary>Whether an account may wait for a number of a schedule.</summary>
internal static class JoinRules
{
    /// <summary>Why not; null when nothing speaks against it.</summary>
    public static async Task<ProblemHttpResult?> CheckAsync(
        NpgsqlConnection connection, BookingRequest request, BookableSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (WhyClosed(schedule, now) is { } closed)
        {
            return closed;
        }

        if (await PatientLimits.CheckAsync(connection, request, schedule, now, cancellationToken) is { } broken)
        {
            return broken;
        }

        var live = (await connection.QueryAsync<Live>(new CommandDefinition(
            """
            select id, patient_id = @PatientId and hospital_code = @HospitalCode and schedule_id = @ScheduleId as same from waitlist_entry
            where user_id = @UserId and status in ('waiting', 'offered')
            """,
            new { request.UserId, request.PatientId, schedule.HospitalCode, schedule.ScheduleId },
            cancellationToken: cancellationToken))).AsList();
        var limit = schedule.Rules.Waitlist.MaxPerUser;
        return live.Find(l => l.Same) is { } same
            ? WaitlistProblems.AlreadyWaiting(same.Id)
            : live.Count >= limit ? WaitlistProblems.Limit(limit)
            : schedule.Bookable > 0 ? WaitlistProblems.NotSoldOut() : null;
    }

    /// <summary>停诊 says more than that the list is closed; everything else that ends booking closes the list before.</summary>
    private static ProblemHttpResult? WhyClosed(BookableSchedule schedule, DateTimeOffset now)
    {
        var closesAt = WaitlistDeadline.Of(schedule.Rules.Waitlist, schedule.Date);
        return now >= closesAt && Words.Parse<ScheduleStatus>(schedule.Status) != ScheduleStatus.Suspended
            ? WaitlistProblems.Closed(closesAt)
            : schedule.WhyNotOpen(now);
    }

    private sealed record Live(Guid Id, bool Same);
}

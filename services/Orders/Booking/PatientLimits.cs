using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Yilai.Orders.Booking;

/// <summary>What a patient already holds, and whether the account may book at all.</summary>
internal static class PatientLimits
{
    /// <summary>Why this patient cannot have a number of the schedule; null when nothing speaks against it.</summary>
    public static async Task<ProblemHttpResult?> CheckAsync(
        NpgsqlConnection connection, BookingRequest request, BookableSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var facts = await connection.QuerySingleAsync<Facts>(new CommandDefinition(
            """
            select
                (select max(until) from booking_ban
                 where user_id = @UserId and until > @now
                    and (patient_id is null or patient_id = @PatientId)
                    and (hospital_code is null or hospital_code = @HospitalCode)) as banned_until,
                (select id from order_info
                 where patient_id = @PatientId and user_id = @UserId and hospital_code = @HospitalCode
                    and department_code = @DepartmentCode and reserve_date = @Date and order_status >= 0
                    and id is distinct from @instead limit 1) as duplicate,
                (select count(*) from order_info
                 where patient_id = @PatientId and user_id = @UserId and hospital_code = @HospitalCode
                    and reserve_date = @Date and order_status >= 0 and id is distinct from @instead)::integer as that_day
            """,
            new { request.UserId, request.PatientId, schedule.HospitalCode, schedule.DepartmentCode, schedule.Date, now, instead = request.Instead?.OldOrderId },
            cancellationToken: cancellationToken));
        var limit = schedule.Rules.Limits.PerPatientPerDay;
        return facts switch
        {
            { BannedUntil: { } until } => BookingProblems.Banned(until),
            { Duplicate: { } order } => BookingProblems.Duplicate(order),
            { ThatDay: var held } when held >= limit => BookingProblems.DailyLimit(limit),
            _ => null,
        };
    }

    private sealed record Facts
    {
        public DateTimeOffset? BannedUntil { get; init; }

        public Guid? Duplicate { get; init; }

        public int ThatDay { get; init; }
    }
}

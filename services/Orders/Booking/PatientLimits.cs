using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Yilai.Orders.Booking;

/// <summary>What a patient already holds, and whether the account may book at all.</summary>
internal static class PatientLimits
{
    private const string Sql =
        """
        select
            (select max(b.until) from booking_ban b
             where b.user_id = w.user_id and b.until > @now
                and (b.patient_id is null or b.patient_id = w.patient_id)
                and (b.hospital_code is null or b.hospital_code = w.hospital_code)) as banned_until,
            (select o.id from order_info o
             where o.patient_id = w.patient_id and o.user_id = w.user_id and o.hospital_code = w.hospital_code
                and o.department_code = w.department_code and o.reserve_date = w.date and o.order_status >= 0
                and o.id is distinct from w.instead limit 1) as duplicate,
            (select count(*) from order_info o
             where o.patient_id = w.patient_id and o.user_id = w.user_id and o.hospital_code = w.hospital_code
                and o.reserve_date = w.date and o.order_status >= 0 and o.id is distinct from w.instead)::integer as that_day
        from unnest(@users, @patients, @hospitals, @departments, @dates, @instead)
            with ordinality as w (user_id, patient_id, hospital_code, department_code, date, instead, position)
        order by w.position
        """;

    /// <summary>Why this patient cannot have a number of the schedule; null when nothing speaks against it.</summary>
    public static async Task<ProblemHttpResult?> CheckAsync(
        NpgsqlConnection connection, BookingRequest request, BookableSchedule schedule, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await CheckAsync(connection, [(request, schedule)], now, cancellationToken))[0];

    /// <summary>The same for each of several patients, of accounts that are all different ones.</summary>
    public static async Task<IReadOnlyList<ProblemHttpResult?>> CheckAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(BookingRequest Request, BookableSchedule Schedule)> wishes,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var facts = await connection.QueryAsync<Facts>(new CommandDefinition(
            Sql,
            new
            {
                users = wishes.Select(w => w.Request.UserId).ToArray(),
                patients = wishes.Select(w => w.Request.PatientId).ToArray(),
                hospitals = wishes.Select(w => w.Schedule.HospitalCode).ToArray(),
                departments = wishes.Select(w => w.Schedule.DepartmentCode).ToArray(),
                dates = wishes.Select(w => w.Schedule.Date).ToArray(),
                instead = wishes.Select(w => w.Request.Instead?.OldOrderId).ToArray(),
                now,
            },
            cancellationToken: cancellationToken));
        return [.. facts.Zip(wishes, (f, w) => Judge(f, w.Schedule.Rules.Limits.PerPatientPerDay))];
    }

    private static ProblemHttpResult? Judge(Facts facts, int limit) => facts switch
    {
        { BannedUntil: { } until } => BookingProblems.Banned(until),
        { Duplicate: { } order } => BookingProblems.Duplicate(order),
        { ThatDay: var held } when held >= limit => BookingProblems.DailyLimit(limit),
        _ => null,
    };

    private sealed record Facts
    {
        public DateTimeOffset? BannedUntil { get; init; }

        public Guid? Duplicate { get; init; }

        public int ThatDay { get; init; }
    }
}

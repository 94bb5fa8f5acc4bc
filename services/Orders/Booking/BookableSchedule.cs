using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Inventory;
using Yilai.Orders.Rules;

namespace Yilai.Orders.Booking;

/// <summary>A schedule with its hospital's rules, read without a lock unless one is asked for.</summary>
internal sealed record BookableSchedule
{
    private const string Sql =
        """
        select s.*, r.hospital_name, r.booking_rule, r.platform_rule
        from schedule s join hospital_rule r using (hospital_code)
        where (s.hospital_code, s.schedule_id) in (select * from unnest(@hospitals, @ids))
        """;

    private HospitalRules? rules;

    public required string HospitalCode { get; init; }

    public required string HospitalName { get; init; }

    public required string BookingRule { get; init; }

    public required string PlatformRule { get; init; }

    public required string ScheduleId { get; init; }

    public required string DepartmentCode { get; init; }

    public required string DepartmentName { get; init; }

    public required string DoctorName { get; init; }

    public required string Title { get; init; }

    public required DateOnly Date { get; init; }

    public required string Period { get; init; }

    public required decimal Fee { get; init; }

    public required string Status { get; init; }

    /// <summary>Gets how many numbers anybody can have: those that remain, less those owed to who waits for one.</summary>
    public required int Bookable { get; init; }

    public ScheduleKey Key => new(HospitalCode, ScheduleId);

    /// <summary>Gets the rules in force, read from their JSON once: many wishes ask the same schedule.</summary>
    public HospitalRules Rules => rules ??= HospitalRules.Of(HospitalCode, BookingRule, PlatformRule);

    public static async Task<BookableSchedule?> FindAsync(NpgsqlConnection connection, ScheduleKey key, CancellationToken cancellationToken) =>
        (await FindAsync(connection, [key], cancellationToken)).GetValueOrDefault(key);

    public static Task<Dictionary<ScheduleKey, BookableSchedule>> FindAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ScheduleKey> keys, CancellationToken cancellationToken) =>
        QueryAsync(connection, Sql, keys, cancellationToken);

    /// <summary>The same, locked for the rest of the transaction; after users and orders, before payments.</summary>
    public static async Task<BookableSchedule?> LockAsync(NpgsqlConnection connection, ScheduleKey key, CancellationToken cancellationToken) =>
        (await QueryAsync(connection, $"{Sql} for no key update of s", [key], cancellationToken)).GetValueOrDefault(key);

    /// <summary>Why nobody can book it now, whatever is left; null when it is open.</summary>
    public ProblemHttpResult? WhyNotOpen(DateTimeOffset now)
    {
        var window = BookingWindow.Of(Rules.Booking, Date);
        return Words.Parse<ScheduleStatus>(Status) switch
        {
            ScheduleStatus.Suspended => BookingProblems.Suspended(),
            ScheduleStatus.Stopped => BookingProblems.Closed(),
            _ when now >= window.ClosesAt => BookingProblems.Closed(),
            _ when now < window.OpensAt => BookingProblems.NotReleased(window.OpensAt),
            _ => null,
        };
    }

    private static async Task<Dictionary<ScheduleKey, BookableSchedule>> QueryAsync(
        NpgsqlConnection connection, string sql, IReadOnlyCollection<ScheduleKey> keys, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<BookableSchedule>(new CommandDefinition(
            sql,
            new { hospitals = keys.Select(k => k.HospitalCode).ToArray(), ids = keys.Select(k => k.Id).ToArray() },
            cancellationToken: cancellationToken))).ToDictionary(s => s.Key);
}

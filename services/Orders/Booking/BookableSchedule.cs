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
        where s.hospital_code = @HospitalCode and s.schedule_id = @Id
        """;

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

    public HospitalRules Rules => HospitalRules.Of(HospitalCode, BookingRule, PlatformRule);

    public static Task<BookableSchedule?> FindAsync(NpgsqlConnection connection, ScheduleKey key, CancellationToken cancellationToken) =>
        QueryAsync(connection, Sql, key, cancellationToken);

    /// <summary>The same, locked for the rest of the transaction; after users and orders, before payments.</summary>
    public static Task<BookableSchedule?> LockAsync(NpgsqlConnection connection, ScheduleKey key, CancellationToken cancellationToken) =>
        QueryAsync(connection, $"{Sql} for no key update of s", key, cancellationToken);

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

    private static Task<BookableSchedule?> QueryAsync(NpgsqlConnection connection, string sql, ScheduleKey key, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<BookableSchedule>(
            new CommandDefinition(sql, new { key.HospitalCode, key.Id }, cancellationToken: cancellationToken));
}

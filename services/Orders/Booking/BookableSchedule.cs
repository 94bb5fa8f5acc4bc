using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Inventory;
using Yilai.Orders.Rules;

namespace Yilai.Orders.Booking;

/// <summary>A schedule with its hospital's rules, read without a lock.</summary>
internal sealed record BookableSchedule
{
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

    public required int Remaining { get; init; }

    public HospitalRules Rules => HospitalRules.Of(HospitalCode, BookingRule, PlatformRule);

    public static Task<BookableSchedule?> FindAsync(NpgsqlConnection connection, ScheduleKey key, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<BookableSchedule>(new CommandDefinition(
            """
            select s.*, r.hospital_name, r.booking_rule, r.platform_rule
            from schedule s join hospital_rule r using (hospital_code)
            where s.hospital_code = @HospitalCode and s.schedule_id = @Id
            """,
            new { key.HospitalCode, key.Id },
            cancellationToken: cancellationToken));

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
}

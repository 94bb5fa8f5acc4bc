using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Inventory;

namespace Yilai.Orders.Waitlist;

/// <summary>A row of <c>waitlist_entry</c>.</summary>
internal sealed record WaitlistEntry
{
    /// <summary>The row with its place in the line: 1 is next, 0 is not in line any more.</summary>
    public const string Select =
        """
        select e.*, case when e.status = 'waiting' then (
            select count(*) from waitlist_entry w
            where w.hospital_code = e.hospital_code and w.schedule_id = e.schedule_id and w.status = 'waiting'
                and w.sequence <= e.sequence)::integer else 0 end as position
        from waitlist_entry e
        """;

    public required Guid Id { get; init; }

    public int Position { get; init; }

    public required Guid UserId { get; init; }

    public required Guid PatientId { get; init; }

    public required string PatientName { get; init; }

    public required string HospitalCode { get; init; }

    public required string HospitalName { get; init; }

    public required string DepartmentCode { get; init; }

    public required string DepartmentName { get; init; }

    public required string ScheduleId { get; init; }

    public required string DoctorName { get; init; }

    public required string Title { get; init; }

    public required DateOnly ReserveDate { get; init; }

    public required string ReserveTime { get; init; }

    public required decimal Amount { get; init; }

    public string Status { get; init; } = WaitlistStatus.Waiting.Word();

    public int? Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? OfferExpiresAt { get; init; }

    public Guid? OrderId { get; init; }

    public string? EndReason { get; init; }

    public ScheduleKey Schedule => new(HospitalCode, ScheduleId);

    public WaitlistStatus State => Words.Parse<WaitlistStatus>(Status);

    /// <summary>An account's own, unless it has left.</summary>
    public static Task<WaitlistEntry?> OfUserAsync(NpgsqlConnection connection, Guid id, Guid userId, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<WaitlistEntry>(new CommandDefinition(
            $"{Select} where e.id = @id and e.user_id = @userId and e.status <> 'left'",
            new { id, userId },
            cancellationToken: cancellationToken));

    /// <summary>What is waited for; where no number has been offered, its number is 0.</summary>
    public VisitFacts ToVisit() => new(HospitalCode, HospitalName, DepartmentName, DoctorName, Title, ReserveDate, ReserveTime, Number ?? 0, Amount);
}

using Yilai.Contracts.Events;

namespace Yilai.Orders.Lifecycle;

/// <summary>A row of <c>order_info</c>.</summary>
internal sealed record OrderRow
{
    public required Guid Id { get; init; }

    public string OutTradeNo { get; init; } = "";

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

    public required int Number { get; init; }

    public required decimal Amount { get; init; }

    public OrderStatus OrderStatus { get; init; }

    public string HospitalStatus { get; init; } = Lifecycle.HospitalStatus.Pending.Word();

    public string? HospitalRecordId { get; init; }

    public int? HospitalNumber { get; init; }

    public string? FetchTime { get; init; }

    public string? FetchAddress { get; init; }

    public required DateTimeOffset QuitTime { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? CloseReason { get; init; }

    public string? Outcome { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Gets the order whose place this one is to take, or took (改签).</summary>
    public Guid? Reschedules { get; init; }

    /// <summary>Gets the order that is to take this one's place, as long as both live.</summary>
    public Guid? ReplacedBy { get; init; }

    /// <summary>Gets whether the order has ended without a visit and given its number back.</summary>
    public bool IsClosed => OrderStatus < 0;

    public VisitFacts ToVisit() => new(HospitalCode, HospitalName, DepartmentName, DoctorName, Title, ReserveDate, ReserveTime, Number, Amount);
}

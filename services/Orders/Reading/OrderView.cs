using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Refunds;

namespace Yilai.Orders.Reading;

/// <summary>An order as its owner sees it.</summary>
/// <param name="Id">The order's id.</param>
/// <param name="OrderNo">The number shown to people.</param>
/// <param name="Status">Where the order stands.</param>
/// <param name="HospitalStatus">What the hospital has said; pending until it has.</param>
/// <param name="Number">The sequence number in the session.</param>
/// <param name="ExpiresAt">Until when the number is held unpaid.</param>
/// <param name="CancelBefore">The first instant at which it can no longer be cancelled.</param>
/// <param name="ScheduleId">The schedule's public id.</param>
/// <param name="HospitalCode">The hospital.</param>
/// <param name="HospitalName">Its name.</param>
/// <param name="DepartmentCode">The department.</param>
/// <param name="DepartmentName">Its name.</param>
/// <param name="Doctor">The doctor.</param>
/// <param name="Date">The visit's day in Asia/Shanghai.</param>
/// <param name="Period">Morning or afternoon.</param>
/// <param name="Fee">医事服务费 in CNY.</param>
/// <param name="Patient">The patient, name masked.</param>
/// <param name="CreatedAt">When it was placed.</param>
/// <param name="HospitalRecordId">The order's id at the hospital.</param>
/// <param name="HospitalNumber">The number in the hospital's own books, when it gave one.</param>
/// <param name="FetchTime">When to fetch the number, in the hospital's words.</param>
/// <param name="FetchAddress">Where to fetch the number, in the hospital's words.</param>
/// <param name="ClosedAt">When it ended without a visit.</param>
/// <param name="CloseReason">Why, if somebody said so.</param>
/// <param name="Outcome">How it ended: <c>cancelled</c>, <c>expired</c>, <c>refused</c>, <c>suspended</c> or <c>rescheduled</c>.</param>
/// <param name="PaidAt">When its fee was paid.</param>
/// <param name="Reschedules">The order whose place it took, or is to take (改签).</param>
/// <param name="ReplacedBy">The order that is to take its place, as long as both live.</param>
/// <param name="AmountDue">What is still to be paid, in CNY; only in the detail of an unpaid order.</param>
/// <param name="Refunds">Money that went or goes back; only in the detail.</param>
/// <param name="Timeline">What happened to it; only in the detail.</param>
internal sealed record OrderView(
    string Id,
    string OrderNo,
    OrderStatus Status,
    HospitalStatus HospitalStatus,
    int Number,
    DateTimeOffset ExpiresAt,
    DateTimeOffset CancelBefore,
    string ScheduleId,
    string HospitalCode,
    string HospitalName,
    string DepartmentCode,
    string DepartmentName,
    OrderDoctor Doctor,
    DateOnly Date,
    Period Period,
    decimal Fee,
    OrderPatient Patient,
    DateTimeOffset CreatedAt,
    string? HospitalRecordId,
    int? HospitalNumber,
    string? FetchTime,
    string? FetchAddress,
    DateTimeOffset? ClosedAt,
    string? CloseReason,
    string? Outcome,
    DateTimeOffset? PaidAt,
    string? Reschedules,
    string? ReplacedBy,
    decimal? AmountDue,
    IReadOnlyList<OrderRefund>? Refunds,
    IReadOnlyList<Timeline.Entry>? Timeline)
{
    public static OrderView Of(
        OrderRow row, decimal? amountDue = null, IReadOnlyList<RefundRow>? refunds = null, IReadOnlyList<Timeline.Entry>? timeline = null) => new(
        row.Id.ToString(),
        row.OutTradeNo,
        row.OrderStatus,
        Words.Parse<HospitalStatus>(row.HospitalStatus),
        row.Number,
        row.ExpiresAt,
        row.QuitTime,
        new ScheduleKey(row.HospitalCode, row.ScheduleId).ToString(),
        row.HospitalCode,
        row.HospitalName,
        row.DepartmentCode,
        row.DepartmentName,
        new OrderDoctor(row.DoctorName, row.Title),
        row.ReserveDate,
        Words.Parse<Period>(row.ReserveTime),
        row.Amount,
        new OrderPatient(row.PatientId.ToString(), row.PatientName),
        row.CreatedAt,
        row.HospitalRecordId,
        row.HospitalNumber,
        row.FetchTime,
        row.FetchAddress,
        row.ClosedAt,
        row.CloseReason,
        row.Outcome,
        row.PaidAt,
        row.Reschedules?.ToString(),
        row.ReplacedBy?.ToString(),
        amountDue,
        refunds is null ? null : [.. refunds.Select(r => new OrderRefund(r.Amount, r.Reason, r.Status, r.CreatedAt, r.DoneAt))],
        timeline);
}

/// <summary>The doctor of an order.</summary>
/// <param name="Name">The name as the hospital gives it.</param>
/// <param name="Title">Such as 主任医师.</param>
internal sealed record OrderDoctor(string Name, string Title);

/// <summary>The patient of an order.</summary>
/// <param name="Id">The patient's id.</param>
/// <param name="Name">The name, masked.</param>
internal sealed record OrderPatient(string Id, string Name);

/// <summary>Money of an order on its way back.</summary>
/// <param name="Amount">In CNY.</param>
/// <param name="Reason">Why: <c>cancelled</c>, <c>refused</c>, <c>suspended</c>, <c>rescheduled</c> or <c>late-payment</c>.</param>
/// <param name="Status"><c>waiting</c> for the provider, or <c>done</c>.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="DoneAt">When the provider gave it back.</param>
internal sealed record OrderRefund(decimal Amount, string Reason, string Status, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt);

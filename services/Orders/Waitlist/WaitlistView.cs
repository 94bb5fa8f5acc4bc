using Yilai.Orders.Inventory;
using Yilai.Orders.Reading;

namespace Yilai.Orders.Waitlist;

/// <summary>An entry of the waitlist (候补) as its owner sees it.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Position">The place in the line: 1 is next; 0 once it is not in line any more.</param>
/// <param name="Status">Where the entry stands.</param>
/// <param name="OfferExpiresAt">Until when the number offered is held.</param>
/// <param name="Number">The sequence number that was offered.</param>
/// <param name="OrderId">The order that came of it.</param>
/// <param name="Reason">Why it expired: <c>offer-expired</c>, <c>closed</c>, <c>stopped</c>, <c>suspended</c> or <c>removed</c>.</param>
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
/// <param name="CreatedAt">Since when.</param>
internal sealed record WaitlistView(
    string Id,
    int Position,
    WaitlistStatus Status,
    DateTimeOffset? OfferExpiresAt,
    int? Number,
    string? OrderId,
    string? Reason,
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
    DateTimeOffset CreatedAt)
{
    public static WaitlistView Of(WaitlistEntry entry) => new(
        entry.Id.ToString(),
        entry.Position,
        entry.State,
        entry.OfferExpiresAt,
        entry.Number,
        entry.OrderId?.ToString(),
        entry.EndReason,
        entry.Schedule.ToString(),
        entry.HospitalCode,
        entry.HospitalName,
        entry.DepartmentCode,
        entry.DepartmentName,
        new OrderDoctor(entry.DoctorName, entry.Title),
        entry.ReserveDate,
        Words.Parse<Period>(entry.ReserveTime),
        entry.Amount,
        new OrderPatient(entry.PatientId.ToString(), entry.PatientName),
        entry.CreatedAt);
}

using Yilai.HospitalSdk.Messages;

namespace Yilai.Ingest.Orders;

/// <summary>An order as a submission needs it.</summary>
internal sealed record PlacedOrder(
    Guid Id,
    Guid UserId,
    Guid PatientId,
    string HospitalCode,
    string ScheduleId,
    string DepartmentCode,
    DateOnly Date,
    Period Period,
    int Number,
    decimal Fee,
    string Status,
    string HospitalStatus,
    DateTimeOffset? PaidAt = null)
{
    /// <summary>Whether the number is still the patient's and the hospital has yet to say something.</summary>
    public bool IsAwaitingHospital => HospitalStatus == "pending" && Status is "unpaid" or "paid";

    public OrderSubmission ToSubmission(OrderPatient patient) =>
        new(Id.ToString(), ScheduleId, DepartmentCode, Date, Period, Number, Fee, patient);
}

/// <summary>What orders is told of the hospital's word.</summary>
internal sealed record HospitalAnswer(
    string Status, string? HospitalRecordId = null, int? Number = null, string? FetchTime = null, string? FetchAddress = null, string? Reason = null)
{
    public bool IsConfirmed => Status == "confirmed";

    /// <summary>An order that the hospital has cancelled in the meantime is not confirmed.</summary>
    public static HospitalAnswer Of(OrderAnswer answer) => answer.Status == HospitalOrderStatus.Cancelled
        ? Refused(OrderRefusalCodes.OrderCancelled)
        : new("confirmed", answer.HospitalRecordId, answer.Number, answer.FetchTime, answer.FetchAddress);

    public static HospitalAnswer Refused(string reason) => new("refused", Reason: reason);
}

using System.Text.Json.Serialization;

namespace Yilai.HospitalSdk.Messages;

/// <summary>
/// <c>POST orders</c> at the hospital: the platform sold this number to this patient. Sent again with the same
/// <paramref name="OrderId"/> it is the same order and gets the same answer.
/// </summary>
/// <param name="OrderId">The platform's id of the order.</param>
/// <param name="ScheduleId">The hospital's id of the schedule.</param>
/// <param name="DepartmentCode">The hospital's code of the department.</param>
/// <param name="Date">The day of the visit, in China.</param>
/// <param name="Period">The half of the day.</param>
/// <param name="Number">The sequence number that the platform gave.</param>
/// <param name="Fee">The fee in yuan.</param>
/// <param name="Patient">Who comes.</param>
public sealed record OrderSubmission(
    string OrderId,
    string ScheduleId,
    string DepartmentCode,
    DateOnly Date,
    Period Period,
    int Number,
    decimal Fee,
    OrderPatient Patient);

/// <summary>The patient of an order.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone number.</param>
/// <param name="CertificatesType">The kind of certificate by the platform's dictionary, such as <c>10</c> 居民身份证.</param>
/// <param name="CertificatesNo">The number of the certificate.</param>
/// <param name="Gender">The gender, as the platform keeps it.</param>
/// <param name="Birthday">The day of birth.</param>
/// <param name="IsInsured">Whether the patient has medical insurance.</param>
/// <param name="CardNo">The number of the patient's card at hospitals.</param>
public sealed record OrderPatient(
    string Name,
    string Phone,
    string CertificatesType,
    string CertificatesNo,
    string? Gender,
    DateOnly? Birthday,
    bool? IsInsured,
    string? CardNo);

/// <summary>The hospital's 200 to <c>POST orders</c>, <c>GET orders/{orderId}</c> and the two <c>PUT</c>s below it.</summary>
/// <param name="OrderId">The platform's id of the order.</param>
/// <param name="HospitalRecordId">The hospital's own id of it.</param>
/// <param name="Number">The sequence number.</param>
/// <param name="FetchTime">When to take the number, in words or as a clock time.</param>
/// <param name="FetchAddress">Where to take it.</param>
/// <param name="Available">How many numbers the schedule has left at the hospital.</param>
/// <param name="Status">Where the order stands at the hospital.</param>
public sealed record OrderAnswer(
    string OrderId,
    string HospitalRecordId,
    int Number,
    string FetchTime,
    string FetchAddress,
    int Available,
    HospitalOrderStatus Status);

/// <summary>Where an order stands at the hospital.</summary>
[JsonConverter(typeof(KebabCaseEnum<HospitalOrderStatus>))]
public enum HospitalOrderStatus
{
    /// <summary>The number is kept, payment is to come.</summary>
    Booked,

    /// <summary>The platform reported the payment.</summary>
    Paid,

    /// <summary>It was cancelled and the number is free again.</summary>
    Cancelled,
}

/// <summary>The hospital's 409, and the shape of its other errors.</summary>
/// <param name="Code">The stable code, such as those of <see cref="OrderRefusalCodes"/>.</param>
/// <param name="Message">The reason in words.</param>
public sealed record OrderRefusal(string Code, string? Message = null);

/// <summary>Why a hospital refuses an order.</summary>
public static class OrderRefusalCodes
{
    /// <summary>The hospital has no such schedule.</summary>
    public const string ScheduleUnknown = "schedule-unknown";

    /// <summary>The schedule is stopped or suspended.</summary>
    public const string ScheduleClosed = "schedule-closed";

    /// <summary>Nothing is left.</summary>
    public const string NoNumbers = "no-numbers";

    /// <summary>The hospital has no such order.</summary>
    public const string OrderUnknown = "order-unknown";

    /// <summary>The order was cancelled before.</summary>
    public const string OrderCancelled = "order-cancelled";
}

/// <summary><c>PUT orders/{orderId}/payment</c> at the hospital.</summary>
/// <param name="PaidAt">When it was paid.</param>
/// <param name="Amount">How much, in yuan.</param>
/// <param name="Channel">Through what, such as <c>alipay</c>.</param>
public sealed record OrderPayment(DateTimeOffset PaidAt, decimal Amount, string? Channel = null);

/// <summary><c>PUT orders/{orderId}/cancellation</c> at the hospital.</summary>
/// <param name="CancelledAt">When it was cancelled.</param>
/// <param name="Reason">Why.</param>
public sealed record OrderCancellation(DateTimeOffset CancelledAt, string? Reason = null);

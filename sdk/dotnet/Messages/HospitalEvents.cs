using System.Text.Json.Serialization;

namespace Yilai.HospitalSdk.Messages;

/// <summary>停诊: schedules that do not take place; the platform cancels, refunds and tells every patient.</summary>
/// <param name="ScheduleIds">The hospital's ids of the schedules.</param>
/// <param name="Reason">The reason that patients are told.</param>
public sealed record Suspension(IReadOnlyList<string> ScheduleIds, string Reason);

/// <summary>What happened to an order at the hospital.</summary>
/// <param name="Type">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, for a cancellation.</param>
public sealed record OrderEvent(OrderEventType Type, DateTimeOffset At, string? Reason = null);

/// <summary>What can happen to an order at the hospital.</summary>
[JsonConverter(typeof(KebabCaseEnum<OrderEventType>))]
public enum OrderEventType
{
    /// <summary>取号: the patient came and took the number.</summary>
    CheckedIn,

    /// <summary>叫号: the patient is asked in. A hospital need not tell; when a visit is over, it is the next one's turn.</summary>
    Called,

    /// <summary>The visit is over.</summary>
    Completed,

    /// <summary>爽约: the patient did not come.</summary>
    NoShow,

    /// <summary>The hospital cancelled the order.</summary>
    Cancelled,
}

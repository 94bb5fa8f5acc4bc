namespace Yilai.Orders.Payments.Refunds;

/// <summary>Why money goes back.</summary>
internal enum RefundReason
{
    /// <summary>The patient cancelled.</summary>
    Cancelled,

    /// <summary>The hospital did not take the order.</summary>
    Refused,

    /// <summary>停诊.</summary>
    Suspended,

    /// <summary>Another visit took the order's place.</summary>
    Rescheduled,

    /// <summary>It came when the order waited for it no longer.</summary>
    LatePayment,
}

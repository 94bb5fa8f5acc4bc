using Yilai.Contracts.Events;
using Yilai.Orders.Payments.Refunds;

namespace Yilai.Orders.Lifecycle;

/// <summary>
/// One way for an order to end before the visit: the state it gets unless money has to go back first, the hospital's word
/// if that ended it, what is told of it, and why money goes back.
/// </summary>
internal sealed record Closing(OrderStatus Status, HospitalStatus? HospitalStatus, string What, string Outcome, RefundReason RefundReason)
{
    public static readonly Closing Cancelled = new(OrderStatus.Cancelled, null, Timeline.Cancelled, "cancelled", RefundReason.Cancelled);

    /// <summary>Only unpaid orders expire; what was paid of one came too late.</summary>
    public static readonly Closing Expired = new(OrderStatus.Expired, null, Timeline.Expired, "expired", RefundReason.LatePayment);

    public static readonly Closing Refused =
        new(OrderStatus.Cancelled, Lifecycle.HospitalStatus.Refused, Timeline.Refused, "refused", RefundReason.Refused);

    public static readonly Closing Suspended = new(OrderStatus.Suspended, null, Timeline.Suspended, "suspended", RefundReason.Suspended);

    public static readonly Closing Rescheduled =
        new(OrderStatus.Cancelled, null, Timeline.Rescheduled, "rescheduled", RefundReason.Rescheduled);

    public OrderClosed Event(OrderRow order, DateTimeOffset at) => new(order.Id, order.UserId, order.ToVisit(), Outcome)
    {
        EventId = Guid.CreateVersion7(at),
        OccurredAt = at,
    };
}

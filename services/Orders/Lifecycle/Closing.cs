using Yilai.Contracts.Events;

namespace Yilai.Orders.Lifecycle;

/// <summary>One way for an unpaid order to end: the state it gets, the hospital's word if that ended it, and what is told of it.</summary>
internal sealed record Closing(OrderStatus Status, HospitalStatus? HospitalStatus, string What, string Outcome)
{
    public static readonly Closing Cancelled = new(OrderStatus.Cancelled, null, Timeline.Cancelled, "cancelled");

    public static readonly Closing Expired = new(OrderStatus.Expired, null, Timeline.Expired, "expired");

    public static readonly Closing Refused = new(OrderStatus.Cancelled, Lifecycle.HospitalStatus.Refused, Timeline.Refused, "refused");

    public OrderClosed Event(OrderRow order, DateTimeOffset at) => new(order.Id, order.UserId, order.ToVisit(), Outcome)
    {
        EventId = Guid.CreateVersion7(at),
        OccurredAt = at,
    };
}

namespace Yilai.Orders.Lifecycle;

/// <summary>
/// The states of an order by their numbers, as table <c>order_status</c> has them. Those from zero hold a number of the
/// schedule, the negative ones have given it back. What may follow what is table <c>order_transition</c>'s to say.
/// </summary>
internal enum OrderStatus : short
{
    /// <summary>待支付.</summary>
    Unpaid = 0,

    /// <summary>已支付.</summary>
    Paid = 1,

    /// <summary>已取号.</summary>
    CheckedIn = 2,

    /// <summary>已就诊.</summary>
    Completed = 3,

    /// <summary>爽约.</summary>
    NoShow = 4,

    /// <summary>已取消.</summary>
    Cancelled = -1,

    /// <summary>超时未支付.</summary>
    Expired = -2,

    /// <summary>退款中.</summary>
    Refunding = -3,

    /// <summary>已退款.</summary>
    Refunded = -4,

    /// <summary>停诊.</summary>
    Suspended = -5,
}

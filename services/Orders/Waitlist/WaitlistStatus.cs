namespace Yilai.Orders.Waitlist;

/// <summary>Where an entry of the waitlist stands.</summary>
internal enum WaitlistStatus
{
    /// <summary>候补中: in line.</summary>
    Waiting,

    /// <summary>待确认: a number is held for the patient.</summary>
    Offered,

    /// <summary>已预约: the number has become an order.</summary>
    Booked,

    /// <summary>已失效: it came to nothing, for the reason noted.</summary>
    Expired,

    /// <summary>已退出: taken back by whoever joined; shown to nobody.</summary>
    Left,
}

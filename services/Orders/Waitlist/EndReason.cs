namespace Yilai.Orders.Waitlist;

/// <summary>Why an entry of the waitlist came to nothing.</summary>
internal enum EndReason
{
    /// <summary>The number offered was not taken in time and went to the next in line.</summary>
    OfferExpired,

    /// <summary>The list closed before a number came back.</summary>
    Closed,

    /// <summary>停约: the hospital gives out no further numbers.</summary>
    Stopped,

    /// <summary>停诊: the visit does not take place.</summary>
    Suspended,

    /// <summary>The hospital removed the schedule.</summary>
    Removed,
}

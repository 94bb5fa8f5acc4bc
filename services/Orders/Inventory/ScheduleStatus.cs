namespace Yilai.Orders.Inventory;

/// <summary>What a hospital says of a schedule.</summary>
internal enum ScheduleStatus
{
    /// <summary>可约: numbers can be booked.</summary>
    Open,

    /// <summary>停约: no further numbers; those booked stand.</summary>
    Stopped,

    /// <summary>停诊: the visit does not take place.</summary>
    Suspended,
}

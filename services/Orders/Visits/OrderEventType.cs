namespace Yilai.Orders.Visits;

/// <summary>What can happen to an order at the hospital.</summary>
internal enum OrderEventType
{
    /// <summary>取号: the patient is there.</summary>
    CheckedIn,

    /// <summary>The patient is asked in.</summary>
    Called,

    /// <summary>The visit is over.</summary>
    Completed,

    /// <summary>爽约: the patient did not come, or left.</summary>
    NoShow,

    /// <summary>The hospital takes the order back.</summary>
    Cancelled,
}

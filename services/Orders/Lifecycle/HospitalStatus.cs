namespace Yilai.Orders.Lifecycle;

/// <summary>What the hospital has said of an order.</summary>
internal enum HospitalStatus
{
    /// <summary>It has not answered yet.</summary>
    Pending,

    /// <summary>It has the order in its books.</summary>
    Confirmed,

    /// <summary>It did not take the order.</summary>
    Refused,
}

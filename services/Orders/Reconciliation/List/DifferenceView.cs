namespace Yilai.Orders.Reconciliation.List;

/// <summary>What has become of a difference.</summary>
internal enum DifferenceState
{
    /// <summary>It is there.</summary>
    Open,

    /// <summary>The books agree again.</summary>
    Repaired,

    /// <summary>An operator has seen to it.</summary>
    Settled,
}

/// <summary>A difference as operators see it. Nothing of it says who the patient is.</summary>
internal sealed record DifferenceView
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets in what the books differ.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>Gets what has become of it.</summary>
    public required DifferenceState State { get; init; }

    /// <summary>Gets the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>Gets the order's number as people know it.</summary>
    public required string OrderNo { get; init; }

    /// <summary>Gets the order's hospital.</summary>
    public required string HospitalCode { get; init; }

    /// <summary>Gets what it is about: the number of the payment, the refund or the order, by which the other side knows it.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets what the platform says.</summary>
    public required string Ours { get; init; }

    /// <summary>Gets what the other side says.</summary>
    public required string Theirs { get; init; }

    /// <summary>Gets the platform's amount in CNY, where it is about money.</summary>
    public decimal? OurAmount { get; init; }

    /// <summary>Gets the other side's amount in CNY.</summary>
    public decimal? TheirAmount { get; init; }

    /// <summary>Gets when it was found.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>Gets when it was last found.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Gets why it could not be repaired the last time.</summary>
    public string? Trouble { get; init; }

    /// <summary>Gets how it was repaired; <c>gone</c> when the books agreed again without that.</summary>
    public string? Repair { get; init; }

    /// <summary>Gets when the books agreed again.</summary>
    public DateTimeOffset? RepairedAt { get; init; }

    /// <summary>Gets by whose word it was settled.</summary>
    public string? SettledBy { get; init; }

    /// <summary>Gets when it was settled.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Gets what was said when it was settled.</summary>
    public string? Note { get; init; }
}

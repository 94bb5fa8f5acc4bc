namespace Yilai.Orders.Reconciliation;

/// <summary>A difference as a comparison finds it.</summary>
/// <param name="Kind">In what.</param>
/// <param name="Reference">Of what, by the number that the other side knows it by.</param>
/// <param name="Ours">What we say.</param>
/// <param name="Theirs">What the other side says.</param>
/// <param name="OurAmount">In CNY, where it is about money.</param>
/// <param name="TheirAmount">The other side's.</param>
internal sealed record Difference(
    DifferenceKind Kind, string Reference, string Ours, string Theirs, decimal? OurAmount = null, decimal? TheirAmount = null)
{
    /// <summary>What "the other side does not know it" is called.</summary>
    public const string Unknown = "unknown";

    /// <summary>Gets which of several differences of an order it is.</summary>
    public (DifferenceKind Kind, string Reference) Key => (Kind, Reference);

    /// <summary>Gets what makes it right, where that can do no harm; null where an operator has to decide.</summary>
    public Repair? Repair { get; init; }
}

using System.ComponentModel.DataAnnotations;

namespace Yilai.Orders.Reconciliation;

/// <summary>How thoroughly and how fast books are compared.</summary>
internal sealed class ReconciliationOptions
{
    public const string Section = "Reconciliation";

    /// <summary>Gets or sets how many orders are compared at once.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 8;

    /// <summary>Gets or sets how long the sagas are left to tell hospitals and to give money back before that counts as a difference.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Gets or sets for how long after a change an order is compared again. No payment page lives longer than the longest
    /// hold, a day: after that no money can come any more.
    /// </summary>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the clock time in China from which a night's run is due.</summary>
    public TimeOnly Night { get; set; } = new(2, 30);
}

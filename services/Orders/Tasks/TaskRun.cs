namespace Yilai.Orders.Tasks;

/// <summary>What a run did.</summary>
internal sealed record TaskRun
{
    /// <summary>Gets how many unpaid orders were expired.</summary>
    public int? Expired { get; init; }
}

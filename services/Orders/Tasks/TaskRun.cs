namespace Yilai.Orders.Tasks;

/// <summary>What a run did.</summary>
internal sealed record TaskRun
{
    /// <summary>Gets how many unpaid orders were expired.</summary>
    public int? Expired { get; init; }

    /// <summary>Gets how many orders were found to be no-shows (爽约).</summary>
    public int? NoShows { get; init; }

    /// <summary>Gets how many patients were banned from booking for it.</summary>
    public int? Banned { get; init; }

    /// <summary>Gets how many reminders of visits were sent off.</summary>
    public int? Reminded { get; init; }

    /// <summary>Gets how many entries of waitlists were offered a number or ended.</summary>
    public int? WaitlistMoved { get; init; }
}

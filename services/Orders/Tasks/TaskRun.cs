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

    /// <summary>Gets how many orders were compared with everybody's books (对账).</summary>
    public int? Compared { get; init; }

    /// <summary>Gets how many differences are new.</summary>
    public int? Differences { get; init; }

    /// <summary>Gets how many differences were repaired, or have gone by themselves.</summary>
    public int? Repaired { get; init; }

    /// <summary>Gets how many differences are open now, and left to operators or the next run.</summary>
    public int? Left { get; init; }

    /// <summary>Gets how many orders could not be compared, because the other side was silent or they changed meanwhile.</summary>
    public int? NotReached { get; init; }
}

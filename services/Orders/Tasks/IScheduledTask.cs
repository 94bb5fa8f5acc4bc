namespace Yilai.Orders.Tasks;

/// <summary>Work that a clock starts, and that operators may start by hand; registered under its name.</summary>
internal interface IScheduledTask
{
    /// <summary>Does what is due now; running it twice does no harm.</summary>
    Task<TaskRun> RunAsync(CancellationToken cancellationToken);

    /// <summary>The same when the clock starts it, which some tasks heed at certain hours only.</summary>
    Task<TaskRun> RunByClockAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);
}

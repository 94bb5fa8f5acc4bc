using Npgsql;

namespace Yilai.Orders.Tasks;

/// <summary>Runs scheduled tasks and writes down when, by whom, and what came of it.</summary>
internal sealed partial class TaskRunner(IServiceProvider services, NpgsqlDataSource database, TimeProvider clock, ILogger<TaskRunner> logger)
{
    /// <returns>What the run did; null when there is no such task.</returns>
    public async Task<TaskRun?> RunAsync(string name, TaskStart start, CancellationToken cancellationToken)
    {
        if (services.GetKeyedService<IScheduledTask>(name) is not { } task)
        {
            return null;
        }

        var id = await TaskRunRow.BeginAsync(database, name, start, clock.GetUtcNow(), cancellationToken);
        TaskRun result;
        try
        {
            result = await (start == TaskStart.Clock ? task.RunByClockAsync(cancellationToken) : task.RunAsync(cancellationToken));
        }
        catch (Exception e)
        {
            await FailAsync(id, name, e);
            throw;
        }

        // What was done is written down, even if who asked for it has gone.
        await TaskRunRow.EndAsync(database, id, clock.GetUtcNow(), result, error: null, CancellationToken.None);
        return result;
    }

    /// <summary>What failed is thrown on; that it cannot be written down either, mostly for the same cause, must not hide it.</summary>
    private async Task FailAsync(long id, string name, Exception failure)
    {
        try
        {
            await TaskRunRow.EndAsync(database, id, clock.GetUtcNow(), result: null, failure.GetType().Name, CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            NotNoted(logger, name, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The failure of task {Name} could not be written down: {Reason}")]
    private static partial void NotNoted(ILogger logger, string name, string reason);
}

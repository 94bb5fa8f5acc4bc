using Dapr;
using Dapr.Actors;
using Dapr.Actors.Client;
using Npgsql;
using Yilai.Orders.Inventory;

namespace Yilai.Orders.Waitlist;

/// <summary>
/// Has schedules' lists looked after by their actors. An actor that cannot be reached keeps nobody waiting: then it is done
/// here, and only the reminders of the offers are missing.
/// </summary>
internal sealed partial class WaitlistQueue(
    IActorProxyFactory actors, TendWaitlist list, NpgsqlDataSource database, TimeProvider clock, ILogger<WaitlistQueue> logger)
{
    /// <returns>How many entries were offered a number or ended.</returns>
    public async Task<int> TendAsync(ScheduleKey schedule, CancellationToken cancellationToken)
    {
        try
        {
            return await actors.Create(new ActorId(schedule.ToString()), nameof(WaitlistActor))
                .InvokeMethodAsync<int>(nameof(IWaitlistActor.TendAsync), cancellationToken);
        }
        catch (Exception e) when (e is DaprException or HttpRequestException)
        {
            NotReached(logger, schedule, e.Message);
            return (await list.RunAsync(schedule, cancellationToken)).Moved;
        }
    }

    /// <summary>All lists on which something is due.</summary>
    public Task<int> TendDueAsync(CancellationToken cancellationToken) =>
        TendAsync(connection => DueLists.AllAsync(connection, clock.GetUtcNow(), cancellationToken), cancellationToken);

    /// <summary>Those among some schedules of a hospital; mostly nobody waits, and then no actor need wake.</summary>
    public Task TendDueAsync(string hospitalCode, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        TendAsync(connection => DueLists.AmongAsync(connection, hospitalCode, ids, clock.GetUtcNow(), cancellationToken), cancellationToken);

    private async Task<int> TendAsync(
        Func<NpgsqlConnection, Task<IReadOnlyList<ScheduleKey>>> find, CancellationToken cancellationToken)
    {
        IReadOnlyList<ScheduleKey> due;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            due = await find(connection);
        }

        var moved = 0;
        foreach (var schedule in due)
        {
            moved += await TendAsync(schedule, cancellationToken);
        }

        return moved;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The actor of waitlist {Schedule} was not reached: {Reason}")]
    private static partial void NotReached(ILogger logger, ScheduleKey schedule, string reason);
}

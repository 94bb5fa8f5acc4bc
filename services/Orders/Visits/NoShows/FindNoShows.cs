using Dapper;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Visits.NoShows;

/// <summary>
/// Orders of past days that were paid, confirmed and never checked in are no-shows, unless the hospital said otherwise. Those
/// that were checked in but never completed stay as they are: the patient did come, and whether the visit took place is the
/// hospital's to say. By clock it waits for the hours after midnight, in which hospitals report the day.
/// </summary>
internal sealed partial class FindNoShows(NpgsqlDataSource database, Outbox outbox, TimeProvider clock, ILogger<FindNoShows> logger) : IScheduledTask
{
    public const string Name = "no-shows";

    private const int BatchSize = 100;
    private static readonly TimeOnly DayIsReported = new(4, 0);

    public Task<TaskRun> RunByClockAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetChinaNow();
        var today = DateOnly.FromDateTime(now.DateTime);
        return RunAsync(TimeOnly.FromDateTime(now.DateTime) < DayIsReported ? today.AddDays(-1) : today, cancellationToken);
    }

    public Task<TaskRun> RunAsync(CancellationToken cancellationToken) => RunAsync(clock.GetChinaToday(), cancellationToken);

    private async Task<TaskRun> RunAsync(DateOnly before, CancellationToken cancellationToken)
    {
        var (found, banned) = (0, 0);
        while (await TakeBatchAsync(before, cancellationToken) is { Length: > 0 } batch)
        {
            foreach (var (id, userId) in batch)
            {
                if (await MarkAsync(id, userId, cancellationToken) is { } led)
                {
                    (found, banned) = (found + 1, banned + (led ? 1 : 0));
                }
            }
        }

        if (found > 0)
        {
            Found(logger, found, banned);
        }

        return new TaskRun { NoShows = found, Banned = banned };
    }

    private async Task<(Guid Id, Guid UserId)[]> TakeBatchAsync(DateOnly before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var due = await connection.QueryAsync<(Guid, Guid)>(new CommandDefinition(
            """
            select id, user_id from order_info
            where order_status = 1 and hospital_status = 'confirmed' and reserve_date < @before
            order by reserve_date limit @BatchSize
            """,
            new { before, BatchSize },
            cancellationToken: cancellationToken));
        return [.. due];
    }

    /// <returns>Whether it led to a ban; null when the order was changed in this moment.</returns>
    private async Task<bool?> MarkAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await BookingTransaction.LockUserAsync(connection, userId, cancellationToken);
        if (await FindOrder.LockAnyAsync(connection, id, cancellationToken) is not { OrderStatus: OrderStatus.Paid } order)
        {
            return null;
        }

        var banned = await MarkNoShow.RunAsync(connection, order, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return banned;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} orders were no-shows, {Banned} patients may not book for a while")]
    private static partial void Found(ILogger logger, int count, int banned);
}

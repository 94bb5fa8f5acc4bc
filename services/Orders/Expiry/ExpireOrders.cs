using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Expiry;

/// <summary>
/// Ends orders that were not paid in time, batch by batch. Locked ones are passed over: whoever holds them is deciding
/// about them, and the next run comes in a minute. Idempotency keys that nobody repeats any more go as well.
/// </summary>
internal sealed partial class ExpireOrders(NpgsqlDataSource database, Outbox outbox, TimeProvider clock, ILogger<ExpireOrders> logger) : IScheduledTask
{
    public const string Name = "expire-orders";

    private const int BatchSize = 100;
    private static readonly TimeSpan KeysAreKept = TimeSpan.FromDays(7);

    public async Task<TaskRun> RunAsync(CancellationToken cancellationToken)
    {
        var expired = 0;
        int batch;
        do
        {
            batch = await ExpireBatchAsync(cancellationToken);
            expired += batch;
        }
        while (batch == BatchSize);

        await ForgetKeysAsync(cancellationToken);
        if (expired > 0)
        {
            Expired(logger, expired);
        }

        return new TaskRun { Expired = expired };
    }

    private async Task<int> ExpireBatchAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select id from order_info where order_status = 0 and expires_at <= @now
            order by expires_at limit @BatchSize for update skip locked
            """,
            new { now, BatchSize },
            cancellationToken: cancellationToken));
        var ids = due.ToArray();
        if (ids.Length == 0)
        {
            return 0;
        }

        await CloseOrders.RunAsync(connection, ids, Closing.Expired, reason: null, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return ids.Length;
    }

    private async Task ForgetKeysAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from idempotency where created_at < @before",
            new { before = clock.GetUtcNow() - KeysAreKept },
            cancellationToken: cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} unpaid orders expired")]
    private static partial void Expired(ILogger logger, int count);
}

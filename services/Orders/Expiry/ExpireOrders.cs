using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Expiry;

/// <summary>
/// Ends orders that were not paid in time: those that nobody began to pay batch by batch, the others one by one, since the
/// provider has a say. Locked ones are passed over: whoever holds them is deciding about them, and the next run comes in a
/// minute. Idempotency keys that nobody repeats any more go as well.
/// </summary>
internal sealed partial class ExpireOrders(
    NpgsqlDataSource database, ExpireOrder one, Outbox outbox, TimeProvider clock, ILogger<ExpireOrders> logger) : IScheduledTask
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

        expired += await ExpireOpenedAsync(cancellationToken);
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
            select id from order_info o where order_status = 0 and expires_at <= @now
                and not exists (select from payment p where p.order_id = o.id and p.status = 'waiting')
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

    /// <summary>Stops at the first that the provider does not answer for: it would not for the next either.</summary>
    private async Task<int> ExpireOpenedAsync(CancellationToken cancellationToken)
    {
        Guid[] due;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            due = [.. await connection.QueryAsync<Guid>(new CommandDefinition(
                "select id from order_info where order_status = 0 and expires_at <= @now order by expires_at",
                new { now = clock.GetUtcNow() },
                cancellationToken: cancellationToken))];
        }

        var expired = 0;
        try
        {
            foreach (var id in due)
            {
                expired += await one.RunAsync(id, cancellationToken) is { OrderStatus: OrderStatus.Expired } ? 1 : 0;
            }
        }
        catch (AlipayException e)
        {
            ProviderAway(logger, e.Message);
        }

        return expired;
    }

    private async Task ForgetKeysAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from idempotency where created_at < @before",
            new { before = clock.GetUtcNow() - KeysAreKept },
            cancellationToken: cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether orders were paid is not known, and they wait: {Reason}")]
    private static partial void ProviderAway(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} unpaid orders expired")]
    private static partial void Expired(ILogger logger, int count);
}

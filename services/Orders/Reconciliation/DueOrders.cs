using Dapper;
using Npgsql;

namespace Yilai.Orders.Reconciliation;

/// <summary>
/// Which orders are to be compared: those that live, those that have changed of late, those with money under way or a
/// difference open, and those that could not be compared the last time. They are in a table, so that a run that dies, or a
/// side that is silent, loses none of them.
/// </summary>
internal static class DueOrders
{
    /// <summary>Puts in what is due now; from then on it is certain to be compared one day.</summary>
    public static async Task FillAsync(
        NpgsqlDataSource database, TimeSpan overlap, DateOnly yesterday, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            -- All of a year's orders may be due the first time; nobody waits for this.
            set local statement_timeout = 0;
            insert into comparison_mark (changes_from) values ('-infinity') on conflict do nothing;

            with changed as materialized (
                select distinct order_id from order_event where at >= (select changes_from - @overlap from comparison_mark)
            )
            insert into comparison_due (order_id, since)
            select order_id, @now from (
                select id as order_id from order_info
                where order_status in (0, 1, 2) and (order_status < 2 or reserve_date >= @yesterday)
                union select order_id from changed
                union select order_id from payment where status = 'waiting'
                union select p.order_id from refund r join payment p on p.id = r.payment_id where r.status = 'waiting'
                -- Payments move with a 改签; the refunds that went before do not.
                union select p.order_id from changed c join refund r on r.order_id = c.order_id join payment p on p.id = r.payment_id
                union select order_id from difference where state = 'open'
            ) due
            on conflict do nothing;

            update comparison_mark set changes_from = @now;
            """,
            new { overlap, yesterday, now },
            commandTimeout: 0,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The next ones by their ids, so that one that stays is not met twice in a run.</summary>
    public static async Task<Guid[]> PageAsync(NpgsqlDataSource database, Guid after, int size, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<Guid>(new CommandDefinition(
            "select order_id from comparison_due where order_id > @after order by order_id limit @size",
            new { after, size },
            cancellationToken: cancellationToken))];
    }

    public static Task DoneAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from comparison_due where order_id = @orderId", new { orderId }, cancellationToken: cancellationToken));

    /// <summary>A run has come to its end.</summary>
    /// <returns>How many differences are open now.</returns>
    public static async Task<int> EndAsync(NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "update comparison_mark set ended_at = @now; select count(*) from difference where state = 'open';",
            new { now },
            cancellationToken: cancellationToken));
    }

    /// <summary>Whether a run has come to its end since.</summary>
    public static async Task<bool> HasEndedSinceAsync(NpgsqlDataSource database, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from comparison_mark where ended_at >= @since)", new { since }, cancellationToken: cancellationToken));
    }
}

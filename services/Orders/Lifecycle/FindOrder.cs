using Dapper;
using Npgsql;

namespace Yilai.Orders.Lifecycle;

/// <summary>Reads one order; a user's own, or any for internal callers.</summary>
internal static class FindOrder
{
    public static Task<OrderRow?> OfUserAsync(NpgsqlConnection connection, Guid id, Guid userId, CancellationToken cancellationToken) =>
        QueryAsync(connection, "id = @id and user_id = @userId", new { id, userId }, cancellationToken);

    /// <summary>For callers that go on to ask others: no connection is held meanwhile.</summary>
    public static async Task<OrderRow?> OfUserAsync(NpgsqlDataSource database, Guid id, Guid userId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await OfUserAsync(connection, id, userId, cancellationToken);
    }

    public static Task<OrderRow?> AnyAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        QueryAsync(connection, "id = @id", new { id }, cancellationToken);

    /// <inheritdoc cref="OfUserAsync(NpgsqlDataSource, Guid, Guid, CancellationToken)"/>
    public static async Task<OrderRow?> AnyAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await AnyAsync(connection, id, cancellationToken);
    }

    /// <summary>
    /// Locks the order for the rest of the transaction, and before it the one whose place it is to take. Orders are locked
    /// before schedules, everywhere, and older ones before newer ones.
    /// </summary>
    public static Task<OrderRow?> LockOfUserAsync(NpgsqlConnection connection, Guid id, Guid userId, CancellationToken cancellationToken) =>
        LockAsync(connection, id, "and user_id = @userId", new { id, userId }, cancellationToken);

    /// <inheritdoc cref="LockOfUserAsync"/>
    public static Task<OrderRow?> LockAnyAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        LockAsync(connection, id, "", new { id }, cancellationToken);

    /// <summary>Ids rise with time, so that their order is the orders' age.</summary>
    private static async Task<OrderRow?> LockAsync(NpgsqlConnection connection, Guid id, string condition, object values, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<OrderRow>(new CommandDefinition(
            $"""
            select * from order_info
            where id in (@id, (select reschedules from order_info where id = @id)) {condition}
            order by id for update
            """,
            values,
            cancellationToken: cancellationToken))).SingleOrDefault(o => o.Id == id);

    private static Task<OrderRow?> QueryAsync(NpgsqlConnection connection, string condition, object values, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<OrderRow>(
            new CommandDefinition($"select * from order_info where {condition}", values, cancellationToken: cancellationToken));
}

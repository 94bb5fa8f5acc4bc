using Dapper;
using Npgsql;

namespace Yilai.Orders.Lifecycle;

/// <summary>Reads one order; a user's own, or any for internal callers.</summary>
internal static class FindOrder
{
    public static Task<OrderRow?> OfUserAsync(NpgsqlConnection connection, Guid id, Guid userId, CancellationToken cancellationToken) =>
        QueryAsync(connection, "id = @id and user_id = @userId", new { id, userId }, cancellationToken);

    public static Task<OrderRow?> AnyAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        QueryAsync(connection, "id = @id", new { id }, cancellationToken);

    /// <summary>
    /// Locks the order for the rest of the transaction, and before it the one whose place it is to take. Orders are locked
    /// before schedules, everywhere, and older ones before newer ones.
    /// </summary>
    public static async Task<OrderRow?> LockOfUserAsync(NpgsqlConnection connection, Guid id, Guid userId, CancellationToken cancellationToken)
    {
        await LockReplacedAsync(connection, id, cancellationToken);
        return await QueryAsync(connection, "id = @id and user_id = @userId for update", new { id, userId }, cancellationToken);
    }

    /// <inheritdoc cref="LockOfUserAsync"/>
    public static async Task<OrderRow?> LockAnyAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await LockReplacedAsync(connection, id, cancellationToken);
        return await QueryAsync(connection, "id = @id for update", new { id }, cancellationToken);
    }

    private static Task<int> LockReplacedAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select 1 from order_info where id = (select reschedules from order_info where id = @id) for update",
            new { id },
            cancellationToken: cancellationToken));

    private static Task<OrderRow?> QueryAsync(NpgsqlConnection connection, string condition, object values, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<OrderRow>(
            new CommandDefinition($"select * from order_info where {condition}", values, cancellationToken: cancellationToken));
}

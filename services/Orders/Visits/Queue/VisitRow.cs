using Dapper;
using Npgsql;

namespace Yilai.Orders.Visits.Queue;

/// <summary>A row of <c>visit</c>.</summary>
internal sealed record VisitRow
{
    public required Guid OrderId { get; init; }

    public required string State { get; init; }

    public bool CalledByHospital { get; init; }

    public static Task<VisitRow?> FindAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<VisitRow>(new CommandDefinition(
            "select order_id, state, called_by_hospital from visit where order_id = @orderId", new { orderId }, cancellationToken: cancellationToken));
}

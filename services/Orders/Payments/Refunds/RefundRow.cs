using Dapper;
using Npgsql;

namespace Yilai.Orders.Payments.Refunds;

/// <summary>A row of <c>refund</c>.</summary>
internal sealed record RefundRow
{
    public const string Done = "done";

    public required Guid Id { get; init; }

    public required Guid PaymentId { get; init; }

    public required Guid OrderId { get; init; }

    public required decimal Amount { get; init; }

    public required string Reason { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    public static Task<RefundRow?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<RefundRow>(new CommandDefinition(
            "select * from refund where id = @id", new { id }, cancellationToken: cancellationToken));

    public static async Task<IReadOnlyList<RefundRow>> OfOrderAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<RefundRow>(new CommandDefinition(
            "select * from refund where order_id = @orderId order by created_at", new { orderId }, cancellationToken: cancellationToken))).AsList();
}

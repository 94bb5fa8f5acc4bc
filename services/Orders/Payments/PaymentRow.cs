using Dapper;
using Npgsql;

namespace Yilai.Orders.Payments;

/// <summary>A row of <c>payment</c>.</summary>
internal sealed record PaymentRow
{
    public const string Waiting = "waiting";
    public const string Paid = "paid";
    public const string Closed = "closed";

    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required string Channel { get; init; }

    public required string OutTradeNo { get; init; }

    public required decimal Amount { get; init; }

    public required string Status { get; init; }

    public string? TradeNo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public static async Task<IReadOnlyList<PaymentRow>> OfOrderAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<PaymentRow>(new CommandDefinition(
            "select * from payment where order_id = @orderId order by created_at", new { orderId }, cancellationToken: cancellationToken))).AsList();

    public static Task<PaymentRow?> FindAsync(NpgsqlConnection connection, string outTradeNo, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<PaymentRow>(new CommandDefinition(
            "select * from payment where out_trade_no = @outTradeNo", new { outTradeNo }, cancellationToken: cancellationToken));

    /// <summary>Locks it for the rest of the transaction; its order is locked before, everywhere.</summary>
    public static Task<PaymentRow> LockAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<PaymentRow>(new CommandDefinition(
            "select * from payment where id = @id for update", new { id }, cancellationToken: cancellationToken));
}

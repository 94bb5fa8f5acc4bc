using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments;
using Yilai.Orders.Payments.Refunds;

namespace Yilai.Orders.Reconciliation;

/// <summary>What our books hold of an order. Its refunds are those of its payments, which move with a 改签 from order to order.</summary>
internal sealed record OrderBooks(OrderRow Order, IReadOnlyList<PaymentRow> Payments, IReadOnlyList<RefundRow> Refunds)
{
    public IEnumerable<PaymentRow> Paid => Payments.Where(p => p.Status == PaymentRow.Paid);

    public static async Task<OrderBooks?> ReadAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select * from order_info where id = @orderId;
            select * from payment where order_id = @orderId order by id;
            select r.* from refund r join payment p on p.id = r.payment_id where p.order_id = @orderId order by r.id;
            """,
            new { orderId },
            cancellationToken: cancellationToken));
        var order = await results.ReadSingleOrDefaultAsync<OrderRow>();
        var payments = (await results.ReadAsync<PaymentRow>()).AsList();
        var refunds = (await results.ReadAsync<RefundRow>()).AsList();
        return order is null ? null : new OrderBooks(order, payments, refunds);
    }

    public IEnumerable<RefundRow> RefundsOf(PaymentRow payment) => Refunds.Where(r => r.PaymentId == payment.Id);

    /// <summary>Whether nothing has happened between two readings.</summary>
    public bool Says(OrderBooks other) =>
        Order == other.Order && Payments.SequenceEqual(other.Payments) && Refunds.SequenceEqual(other.Refunds);
}

using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Payments;

/// <summary>
/// What an order is still to be paid: its fee, less what was paid for it, less what was paid for the order whose place it
/// is to take, as long as that one lives. Negative when money is to go back.
/// </summary>
internal static class AmountDue
{
    public static async Task<decimal> OfAsync(NpgsqlConnection connection, OrderRow order, CancellationToken cancellationToken) =>
        order.Amount - await connection.ExecuteScalarAsync<decimal>(new CommandDefinition(
            """
            select coalesce(sum(p.amount - coalesce((select sum(r.amount) from refund r where r.payment_id = p.id), 0)), 0)
            from payment p
            where p.status = 'paid' and (p.order_id = @Id or p.order_id = (
                select old.id from order_info old where old.id = @Reschedules and old.replaced_by = @Id and old.order_status = 1))
            """,
            new { order.Id, order.Reschedules },
            cancellationToken: cancellationToken));
}

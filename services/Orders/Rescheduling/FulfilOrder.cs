using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments;
using Yilai.Orders.Payments.Refunds;

namespace Yilai.Orders.Rescheduling;

/// <summary>
/// An unpaid order for which money or the hospital's word came becomes a paid one as soon as nothing is due any more. One
/// that is to take another's place waits for both, so that the old number is given up for a certain one; then it takes over
/// what the old one was paid with, and a difference goes back. The caller has locked both.
/// </summary>
internal static class FulfilOrder
{
    public static async Task RunAsync(
        NpgsqlConnection connection, OrderRow order, DateTimeOffset paidAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await AmountDue.OfAsync(connection, order, cancellationToken);
        if (due > 0)
        {
            return;
        }

        if (await ReplacedAsync(connection, order, cancellationToken) is not { } old)
        {
            await MarkPaid.RunAsync(connection, order, paidAt, now, cancellationToken);
            return;
        }

        var hospital = (await FindOrder.AnyAsync(connection, order.Id, cancellationToken))!.HospitalStatus;
        if (hospital == HospitalStatus.Confirmed.Word())
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update payment set order_id = @Id where order_id = @old and status = 'paid'", new { order.Id, old }, cancellationToken: cancellationToken));
            await CloseOrders.RunAsync(connection, [old], Closing.Rescheduled, reason: null, now, cancellationToken);
            await MarkPaid.RunAsync(connection, order, paidAt, now, cancellationToken);
            await AddRefunds.OfSurplusAsync(connection, order.Id, -due, RefundReason.Rescheduled, now, cancellationToken);
        }
    }

    /// <summary>The order whose place this one is to take, if it still waits for that.</summary>
    private static Task<Guid?> ReplacedAsync(NpgsqlConnection connection, OrderRow order, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select id from order_info where id = @Reschedules and replaced_by = @Id and order_status = 1",
            new { order.Id, order.Reschedules },
            cancellationToken: cancellationToken));
}

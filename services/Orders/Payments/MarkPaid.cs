using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Lifecycle;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Payments;

/// <summary>An unpaid order that the caller has locked becomes a paid one.</summary>
internal static class MarkPaid
{
    public static async Task RunAsync(NpgsqlConnection connection, OrderRow order, DateTimeOffset paidAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "update order_info set order_status = 1, paid_at = @paidAt where id = @Id", new { order.Id, paidAt }, cancellationToken: cancellationToken));
        await Timeline.AddAsync(connection, order.Id, now, Timeline.Paid, null, cancellationToken);
        await Outbox.AddAsync(
            connection,
            new OrderPaid(order.Id, order.UserId, order.ToVisit(), paidAt) { EventId = Guid.CreateVersion7(now), OccurredAt = now },
            cancellationToken);
    }
}

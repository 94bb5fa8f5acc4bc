using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Payments.Refunds;

/// <summary>Notes that money is to go back, in the caller's transaction; the workflow that is told of it sees to the rest.</summary>
internal static class AddRefunds
{
    /// <summary>Everything that was paid for these orders and has not gone back.</summary>
    public static async Task OfOrdersAsync(
        NpgsqlConnection connection, Guid[] orderIds, RefundReason reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var payment in await LeftOfAsync(connection, orderIds, cancellationToken))
        {
            await OfPaymentAsync(connection, payment.OrderId, payment.Id, payment.Amount, reason, now, cancellationToken);
        }
    }

    /// <summary>So much of what was paid for an order, from the newest payment on.</summary>
    public static async Task OfSurplusAsync(
        NpgsqlConnection connection, Guid orderId, decimal surplus, RefundReason reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var payment in await LeftOfAsync(connection, [orderId], cancellationToken))
        {
            var part = Math.Min(surplus, payment.Amount);
            if (part > 0)
            {
                await OfPaymentAsync(connection, orderId, payment.Id, part, reason, now, cancellationToken);
                surplus -= part;
            }
        }
    }

    /// <summary>A part of a payment, or all of it.</summary>
    public static async Task OfPaymentAsync(
        NpgsqlConnection connection, Guid orderId, Guid paymentId, decimal amount, RefundReason reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(now);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into refund (id, payment_id, order_id, amount, reason, status, created_at)
            values (@id, @paymentId, @orderId, @amount, @reason, 'waiting', @now)
            """,
            new { id, paymentId, orderId, amount, reason = reason.Word(), now },
            cancellationToken: cancellationToken));
        await Outbox.AddAsync(
            connection, new RefundDue(id, orderId) { EventId = Guid.CreateVersion7(now), OccurredAt = now }, cancellationToken);
    }

    private static async Task<IEnumerable<Left>> LeftOfAsync(NpgsqlConnection connection, Guid[] orderIds, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<Left>(new CommandDefinition(
            """
            select p.id, p.order_id, p.amount - coalesce((select sum(r.amount) from refund r where r.payment_id = p.id), 0) as amount
            from payment p where p.order_id = any(@orderIds) and p.status = 'paid'
            order by p.paid_at desc
            """,
            new { orderIds },
            cancellationToken: cancellationToken))).Where(p => p.Amount > 0).ToArray();

    private sealed record Left
    {
        public required Guid Id { get; init; }

        public required Guid OrderId { get; init; }

        public required decimal Amount { get; init; }
    }
}

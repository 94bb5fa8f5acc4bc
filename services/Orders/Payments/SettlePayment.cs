using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Payments.Refunds;
using Yilai.Orders.Rescheduling;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Payments;

/// <summary>What became of the provider's word about a payment.</summary>
internal enum Settlement
{
    /// <summary>The platform never asked for it.</summary>
    Unknown,

    /// <summary>It is not the amount that was asked for; nothing was done, and reconciliation shows it.</summary>
    AmountDiffers,

    /// <summary>It is in the books, now or since before.</summary>
    Done,
}

/// <summary>
/// Writes money that came into the books, once, however often and through whatever way the provider says so. An order
/// that waits for it is paid; money for any other goes back by itself.
/// </summary>
internal sealed partial class SettlePayment(NpgsqlDataSource database, Outbox outbox, TimeProvider clock, ILogger<SettlePayment> logger)
{
    public async Task<Settlement> RunAsync(TradeFacts facts, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await PaymentRow.FindAsync(connection, facts.OutTradeNo, cancellationToken) is not { } known)
        {
            Strange(logger, facts.OutTradeNo, "is not known here");
            return Settlement.Unknown;
        }

        if (known.Amount != facts.Amount)
        {
            Strange(logger, facts.OutTradeNo, "has another amount");
            return Settlement.AmountDiffers;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var order = (await FindOrder.LockAnyAsync(connection, known.OrderId, cancellationToken))!;
        var payment = await PaymentRow.LockAsync(connection, known.Id, cancellationToken);
        if (payment.Status != PaymentRow.Paid)
        {
            await ApplyAsync(connection, order, payment, facts, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            outbox.Wake();
        }

        return Settlement.Done;
    }

    private async Task ApplyAsync(NpgsqlConnection connection, OrderRow order, PaymentRow payment, TradeFacts facts, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await connection.ExecuteAsync(new CommandDefinition(
            "update payment set status = 'paid', trade_no = @TradeNo, paid_at = @PaidAt where id = @Id",
            new { payment.Id, facts.TradeNo, facts.PaidAt },
            cancellationToken: cancellationToken));
        if (order.OrderStatus == OrderStatus.Unpaid)
        {
            await FulfilOrder.RunAsync(connection, order, facts.PaidAt, now, cancellationToken);
            return;
        }

        await Timeline.AddAsync(connection, order.Id, now, Timeline.PaidLate, null, cancellationToken);
        await AddRefunds.OfPaymentAsync(connection, order.Id, payment.Id, payment.Amount, RefundReason.LatePayment, now, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The provider reports a payment that {What}: {OutTradeNo}")]
    private static partial void Strange(ILogger logger, string outTradeNo, string what);
}

using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Alipay;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Payments.Refunds;

/// <summary>Internal: gives a refund's money back, and writes down that it is done. Once done, doing it again changes nothing.</summary>
internal sealed partial class RunRefund(
    NpgsqlDataSource database, AlipayGateway alipay, Outbox outbox, TimeProvider clock, ILogger<RunRefund> logger)
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid id, RunRefund refunds, CancellationToken cancellationToken) =>
        await refunds.RunAsync(id, cancellationToken) switch
        {
            null => Problems.NotFound("refund-not-found", "没有这笔退款。"),
            true => TypedResults.NoContent(),
            false => PaymentProblems.ProviderAway(),
        };

    /// <returns>Whether the money has gone back; null when there is no such refund.</returns>
    public async Task<bool?> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await RefundRow.FindAsync(connection, id, cancellationToken) is not { } refund)
        {
            return null;
        }

        if (refund.Status == RefundRow.Done)
        {
            return true;
        }

        var payment = await connection.QuerySingleAsync<PaymentRow>(new CommandDefinition(
            "select * from payment where id = @PaymentId", new { refund.PaymentId }, cancellationToken: cancellationToken));
        // No connection is held while the provider is asked.
        await connection.CloseAsync();
        try
        {
            await alipay.RefundAsync(payment, refund.Id, refund.Amount, refund.Reason, cancellationToken);
        }
        catch (AlipayException e)
        {
            Postponed(logger, refund.Id, e.Message);
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "update refund set trouble = @Message where id = @Id and status = 'waiting'", new { refund.Id, e.Message }, cancellationToken: cancellationToken));
            return false;
        }

        await connection.OpenAsync(cancellationToken);
        await FinishAsync(connection, refund, cancellationToken);
        return true;
    }

    private async Task FinishAsync(NpgsqlConnection connection, RefundRow refund, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var order = (await FindOrder.LockAnyAsync(connection, refund.OrderId, cancellationToken))!;
        var isNew = await connection.ExecuteAsync(new CommandDefinition(
            "update refund set status = 'done', done_at = @now, trouble = null where id = @Id and status = 'waiting'",
            new { refund.Id, now },
            cancellationToken: cancellationToken));
        if (isNew == 0)
        {
            return;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            update order_info set order_status = -4
            where id = @OrderId and order_status = -3
                and not exists (select from refund where order_id = @OrderId and status = 'waiting')
            """,
            new { refund.OrderId },
            cancellationToken: cancellationToken));
        await Timeline.AddAsync(connection, order.Id, now, Timeline.Refunded, Yilai.Alipay.AlipayFormats.Amount(refund.Amount), cancellationToken);
        await Outbox.AddAsync(
            connection,
            new OrderRefunded(order.Id, order.UserId, order.ToVisit(), refund.Amount, refund.Reason) { EventId = Guid.CreateVersion7(now), OccurredAt = now },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refund {Id} could not be given yet: {Reason}")]
    private static partial void Postponed(ILogger logger, Guid id, string reason);
}

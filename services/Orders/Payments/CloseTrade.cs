using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Payments.Alipay;

namespace Yilai.Orders.Payments;

/// <summary>
/// Ends what an order is still being paid by: afterwards it is paid and in the books, or cannot be paid any more, as far as
/// the provider can say. Money that comes all the same is settled like any other.
/// </summary>
internal sealed class CloseTrade(NpgsqlDataSource database, AlipayGateway alipay, SettlePayment settle)
{
    /// <summary>Internal: after an order has ended.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid id, CloseTrade trades, CancellationToken cancellationToken)
    {
        try
        {
            await trades.RunAsync(id, cancellationToken);
            return TypedResults.NoContent();
        }
        catch (AlipayException)
        {
            return PaymentProblems.ProviderAway();
        }
    }

    /// <exception cref="AlipayException">The provider did not say; try again.</exception>
    public async Task RunAsync(Guid orderId, CancellationToken cancellationToken)
    {
        foreach (var payment in await OpenOnesAsync(orderId, cancellationToken))
        {
            if (await SettleIfPaidAsync(payment, cancellationToken))
            {
                continue;
            }

            // Refused: it was paid between the question and this.
            if (!await alipay.CloseAsync(payment, cancellationToken) && await SettleIfPaidAsync(payment, cancellationToken))
            {
                continue;
            }

            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "update payment set status = 'closed' where id = @Id and status = 'waiting'", new { payment.Id }, cancellationToken: cancellationToken));
        }
    }

    /// <summary>Asks the provider about an order's open payment, and writes down what came.</summary>
    /// <exception cref="AlipayException">The provider did not say; try again.</exception>
    public async Task RefreshAsync(Guid orderId, CancellationToken cancellationToken)
    {
        foreach (var payment in await OpenOnesAsync(orderId, cancellationToken))
        {
            await SettleIfPaidAsync(payment, cancellationToken);
        }
    }

    private async Task<bool> SettleIfPaidAsync(PaymentRow payment, CancellationToken cancellationToken) =>
        await alipay.QueryAsync(payment, cancellationToken) is { IsPaid: true } facts
            && await settle.RunAsync(facts, cancellationToken) == Settlement.Done;

    private async Task<PaymentRow[]> OpenOnesAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. (await PaymentRow.OfOrderAsync(connection, orderId, cancellationToken)).Where(p => p.Status == PaymentRow.Waiting)];
    }
}

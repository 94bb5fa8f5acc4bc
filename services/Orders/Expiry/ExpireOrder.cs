using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Expiry;

/// <summary>
/// Ends one order whose hold is over, after the payment provider has said that nothing was paid. Who paid in the last
/// second has paid; a provider that stays silent beyond the grace does not keep the number for ever, and money that it
/// reports later goes back.
/// </summary>
internal sealed partial class ExpireOrder(
    NpgsqlDataSource database, CloseTrade trades, Outbox outbox, IOptions<PaymentOptions> options, TimeProvider clock, ILogger<ExpireOrder> logger)
{
    /// <summary>What the order is now.</summary>
    public sealed record Answer(OrderStatus Status, DateTimeOffset ExpiresAt);

    /// <summary>Internal: the booking's workflow says that time is up.</summary>
    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(Guid id, ExpireOrder expiry, CancellationToken cancellationToken)
    {
        try
        {
            return await expiry.RunAsync(id, cancellationToken) is { } order
                ? TypedResults.Ok(new Answer(order.OrderStatus, order.ExpiresAt))
                : OrderProblems.NotFound();
        }
        catch (AlipayException)
        {
            return PaymentProblems.ProviderAway();
        }
    }

    /// <returns>The order as it is afterwards; null when there is none.</returns>
    /// <exception cref="AlipayException">Whether it was paid is not known yet; try again.</exception>
    public async Task<OrderRow?> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var order = await FindOrder.AnyAsync(database, id, cancellationToken);
        if (order is not { OrderStatus: OrderStatus.Unpaid } || now < order.ExpiresAt)
        {
            return order;
        }

        try
        {
            await trades.RunAsync(id, cancellationToken);
        }
        catch (AlipayException) when (now >= order.ExpiresAt + options.Value.Grace)
        {
            Unknown(logger, id);
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FindOrder.LockAnyAsync(connection, id, cancellationToken) is { OrderStatus: OrderStatus.Unpaid })
        {
            await CloseOrders.RunAsync(connection, [id], Closing.Expired, reason: null, now, cancellationToken);
        }

        var result = await FindOrder.AnyAsync(connection, id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return result;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Order {Id} expires although the payment provider does not say whether it was paid")]
    private static partial void Unknown(ILogger logger, Guid id);
}

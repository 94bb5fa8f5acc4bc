using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Payments;

/// <summary>Asks the provider how the payment of one of the caller's orders stands: for who comes back before the provider's notification does.</summary>
internal static class RefreshPayment
{
    public static async Task<Results<Ok<OrderView>, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, NpgsqlDataSource database, CloseTrade trades, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var orderId) || await ViewAsync(orderId, user, database, cancellationToken) is null)
        {
            return OrderProblems.NotFound();
        }

        try
        {
            await trades.RefreshAsync(orderId, cancellationToken);
        }
        catch (AlipayException)
        {
            return PaymentProblems.ProviderAway();
        }

        return TypedResults.Ok((await ViewAsync(orderId, user, database, cancellationToken))!);
    }

    private static async Task<OrderView?> ViewAsync(Guid orderId, CurrentUser user, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await GetOrder.ViewAsync(connection, orderId, user.Id, cancellationToken);
    }
}

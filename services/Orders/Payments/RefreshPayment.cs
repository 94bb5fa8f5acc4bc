using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
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
        if (!Guid.TryParse(id, out var orderId) || await FindOrder.OfUserAsync(database, orderId, user.Id, cancellationToken) is null)
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

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return TypedResults.Ok((await GetOrder.ViewAsync(connection, orderId, user.Id, cancellationToken))!);
    }
}

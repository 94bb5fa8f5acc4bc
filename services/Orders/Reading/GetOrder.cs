using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments;
using Yilai.Orders.Payments.Refunds;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Reading;

/// <summary>One of the caller's orders, with what happened to it.</summary>
internal static class GetOrder
{
    public static async Task<Results<Ok<OrderView>, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var orderId))
        {
            return OrderProblems.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await ViewAsync(connection, orderId, user.Id, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : OrderProblems.NotFound();
    }

    public static async Task<OrderView?> ViewAsync(NpgsqlConnection connection, Guid id, Guid userId, CancellationToken cancellationToken) =>
        await FindOrder.OfUserAsync(connection, id, userId, cancellationToken) is { } order
            ? OrderView.Of(
                order,
                order.OrderStatus == OrderStatus.Unpaid ? Math.Max(0, await AmountDue.OfAsync(connection, order, cancellationToken)) : null,
                await RefundRow.OfOrderAsync(connection, id, cancellationToken),
                await Timeline.ReadAsync(connection, id, cancellationToken))
            : null;
}

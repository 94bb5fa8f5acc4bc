using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.Orders.Rescheduling;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Cancellation;

/// <summary>Cancels one of the caller's orders; its number goes back to the schedule, and what was paid to whoever paid it.</summary>
internal static class CancelOrder
{
    private const int MaxReason = 200;

    /// <summary>Why, if the patient wants to say.</summary>
    /// <param name="Reason">At most 200 characters.</param>
    public sealed record CancelOrderRequest(string? Reason);

    public static async Task<Results<Accepted<OrderView>, ProblemHttpResult>> HandleAsync(
        string id,
        CancelOrderRequest? request,
        CurrentUser user,
        NpgsqlDataSource database,
        Outbox outbox,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var reason = string.IsNullOrWhiteSpace(request?.Reason) ? null : request.Reason.Trim();
        var errors = new FieldErrors().RequireText(reason, MaxReason, "reason");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!Guid.TryParse(id, out var orderId))
        {
            return OrderProblems.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FindOrder.LockOfUserAsync(connection, orderId, user.Id, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        var now = clock.GetUtcNow();
        if (order.Outcome != Closing.Cancelled.Outcome)
        {
            if (WhyNot(order, now) is { } refusal)
            {
                return refusal;
            }

            await CloseOrders.RunAsync(connection, [order.Id], Closing.Cancelled, reason, now, cancellationToken);
        }

        var view = await GetOrder.ViewAsync(connection, orderId, user.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return TypedResults.Accepted($"/api/orders/{order.Id}", view);
    }

    private static ProblemHttpResult? WhyNot(OrderRow order, DateTimeOffset now)
    {
        if (order.OrderStatus is not (OrderStatus.Unpaid or OrderStatus.Paid))
        {
            return Problems.Conflict("order-not-cancellable", "订单当前的状态不能取消。");
        }

        if (order.ReplacedBy is not null)
        {
            return RescheduleProblems.Pending(order.ReplacedBy);
        }

        return now < order.QuitTime
            ? null
            : Problems.Of(
                StatusCodes.Status409Conflict,
                "too-late-to-cancel",
                "已过退号截止时间。",
                new Dictionary<string, object?> { ["cancelBefore"] = order.QuitTime });
    }
}

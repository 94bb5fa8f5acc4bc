using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.Orders.Visits.Queue;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Visits;

/// <summary>Internal: what happened to one of a hospital's orders there, in its own word. The same again changes nothing.</summary>
internal sealed class TakeOrderEvent(NpgsqlDataSource database, VisitQueue queue, Outbox outbox, TimeProvider clock)
{
    private const int MaxReason = 200;

    public sealed record Request(string? Type, DateTimeOffset? At, string? Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string code, string id, Request request, TakeOrderEvent events, CancellationToken cancellationToken)
    {
        var reason = request.Reason;
        var errors = new FieldErrors()
            .Require(Words.TryParse<OrderEventType>(request.Type, out var type), "type", "须为 checked-in、called、completed、no-show 或 cancelled。")
            .Require(request.At is not null, "at", "请填写发生的时间。")
            .RequireText(reason, MaxReason, "reason");
        return errors.Any
            ? errors.ToProblem()
            : await events.RunAsync(code, id, type, request.At!.Value, reason, cancellationToken);
    }

    private async Task<Results<NoContent, ProblemHttpResult>> RunAsync(
        string code, string id, OrderEventType type, DateTimeOffset at, string? reason, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var orderId) || await FindOrder.AnyAsync(database, orderId, cancellationToken) is not { } order || order.HospitalCode != code)
        {
            return OrderProblems.NotFound();
        }

        var taken = type == OrderEventType.Cancelled
            ? await TakeBackAsync(orderId, reason, cancellationToken)
            : await queue.TakeAsync(order, type, at, cancellationToken);
        return taken ? TypedResults.NoContent() : VisitProblems.NotAllowed();
    }

    /// <summary>The hospital will not see the patient: what was paid goes back. An order that has ended already is as it wants it.</summary>
    /// <returns>Whether it has ended, now or since before; false when its state does not allow it.</returns>
    public async Task<bool> TakeBackAsync(Guid id, string? reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var order = (await FindOrder.LockAnyAsync(connection, id, cancellationToken))!;
        if (order.IsClosed)
        {
            return true;
        }

        if (order.OrderStatus is not (OrderStatus.Unpaid or OrderStatus.Paid))
        {
            return false;
        }

        await CloseOrders.RunAsync(connection, [id], Closing.Refused, reason, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return true;
    }
}

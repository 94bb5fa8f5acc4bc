using Dapper;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Visits.NoShows;
using Yilai.Orders.Visits.Queue;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Visits;

/// <summary>
/// Writes a step of the visit's day into the books: the order's state, as its table allows, and its place in the session's
/// queue, in one transaction. The same step again changes nothing.
/// </summary>
internal sealed class TakeStep(NpgsqlDataSource database, Outbox outbox, TimeProvider clock)
{
    /// <returns>Whether it is in the books, now or since before; false when the order's state does not allow it.</returns>
    public async Task<bool> RunAsync(VisitStep step, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (step.Type == OrderEventType.NoShow && await FindOrder.AnyAsync(connection, step.OrderId, cancellationToken) is { } known)
        {
            // It may lead to a ban, which is counted per account; and accounts are locked before orders.
            await BookingTransaction.LockUserAsync(connection, known.UserId, cancellationToken);
        }

        if (await FindOrder.LockAnyAsync(connection, step.OrderId, cancellationToken) is not { } order)
        {
            return false;
        }

        if (await WasTakenAsync(connection, order, step.Type, cancellationToken))
        {
            return true;
        }

        if (!await IsAllowedAsync(connection, order, step.Type, now, cancellationToken))
        {
            return false;
        }

        await ApplyAsync(connection, order, step.Type, Within(order.CreatedAt, step.At, now), now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return true;
    }

    /// <summary>Whether it was said before; what happened to the order since then does not make it another step.</summary>
    private static async Task<bool> WasTakenAsync(NpgsqlConnection connection, OrderRow order, OrderEventType type, CancellationToken cancellationToken) => type switch
    {
        OrderEventType.CheckedIn => await VisitRow.FindAsync(connection, order.Id, cancellationToken) is not null,
        OrderEventType.Called => await VisitRow.FindAsync(connection, order.Id, cancellationToken) is { CalledByHospital: true },
        OrderEventType.Completed => order.OrderStatus == OrderStatus.Completed,
        _ => order.OrderStatus == OrderStatus.NoShow,
    };

    private static async Task<bool> IsAllowedAsync(
        NpgsqlConnection connection, OrderRow order, OrderEventType type, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var to = type switch
        {
            OrderEventType.Called => (OrderStatus?)null,
            OrderEventType.CheckedIn => OrderStatus.CheckedIn,
            OrderEventType.Completed => OrderStatus.Completed,
            _ => OrderStatus.NoShow,
        };
        if (to is null)
        {
            return order.OrderStatus == OrderStatus.CheckedIn;
        }

        // Nobody has failed to come to a visit whose day has not come.
        return (to != OrderStatus.NoShow || order.ReserveDate <= ChinaTime.DayOf(now))
            && await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select exists (select from order_transition where from_status = @from and to_status = @to)",
                new { from = (short)order.OrderStatus, to = (short)to },
                cancellationToken: cancellationToken));
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection, OrderRow order, OrderEventType type, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case OrderEventType.CheckedIn:
                await SetAsync(connection, order, OrderStatus.CheckedIn, Timeline.CheckedIn, at, cancellationToken);
                await SessionQueue.JoinAsync(connection, order, at, now, cancellationToken);
                break;
            case OrderEventType.Called:
                await Timeline.AddAsync(connection, order.Id, at, Timeline.Called, null, cancellationToken);
                await SessionQueue.CallAsync(connection, order, at, cancellationToken);
                break;
            case OrderEventType.Completed:
                await SetAsync(connection, order, OrderStatus.Completed, Timeline.Completed, at, cancellationToken);
                await SessionQueue.LeaveAsync(connection, order, at, wasWithTheDoctor: true, cancellationToken);
                break;
            default:
                await MarkNoShow.RunAsync(connection, order, now, cancellationToken);
                await SessionQueue.LeaveAsync(connection, order, at, wasWithTheDoctor: false, cancellationToken);
                break;
        }
    }

    private static async Task SetAsync(
        NpgsqlConnection connection, OrderRow order, OrderStatus status, string what, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "update order_info set order_status = @status where id = @Id", new { order.Id, status = (short)status }, cancellationToken: cancellationToken));
        await Timeline.AddAsync(connection, order.Id, at, what, null, cancellationToken);
    }

    /// <summary>Clocks of hospitals differ from ours; nothing happened in the future or before there was an order.</summary>
    private static DateTimeOffset Within(DateTimeOffset earliest, DateTimeOffset at, DateTimeOffset latest) =>
        (at < earliest ? earliest : at > latest ? latest : at).ToUniversalTime();
}

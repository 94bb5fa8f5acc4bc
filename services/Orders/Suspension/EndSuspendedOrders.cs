using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Suspension;

/// <summary>Internal: ends a batch of the orders of sessions that were called off, and says whether more are left.</summary>
internal static class EndSuspendedOrders
{
    private const int BatchSize = 50;

    public sealed record Request(IReadOnlyList<string> ScheduleIds, string? Reason);

    /// <summary>How many were ended now; less than a whole batch means that none are left.</summary>
    public sealed record Answer(int Ended, bool MoreLeft);

    public static async Task<Ok<Answer>> HandleAsync(
        string code, Request request, NpgsqlDataSource database, Outbox outbox, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Only of sessions that are still off: a hospital may have taken its word back.
        Guid[] ids =
        [
            .. await connection.QueryAsync<Guid>(new CommandDefinition(
                """
                select o.id from order_info o join schedule s using (hospital_code, schedule_id)
                where o.hospital_code = @code and o.schedule_id = any(@scheduleIds) and o.order_status in (0, 1, 2) and s.status = 'suspended'
                order by o.id limit @BatchSize for update of o
                """,
                new { code, scheduleIds = request.ScheduleIds.ToArray(), BatchSize },
                cancellationToken: cancellationToken)),
        ];
        await CloseOrders.RunAsync(connection, ids, Closing.Suspended, request.Reason, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return TypedResults.Ok(new Answer(ids.Length, ids.Length == BatchSize));
    }
}

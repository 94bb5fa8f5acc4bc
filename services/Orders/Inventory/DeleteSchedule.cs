using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Waitlist;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Inventory;

/// <summary>Internal: removes a schedule that no live order stands on; one that is not there is removed already. Whoever waits for it is told.</summary>
internal static class DeleteSchedule
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string code, string id, NpgsqlDataSource database, Outbox outbox, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The lock comes first, in a statement of its own: orders that were being placed are then seen.
        await connection.ExecuteAsync(new CommandDefinition(
            "select from schedule where hospital_code = @code and schedule_id = @id for update",
            new { code, id },
            cancellationToken: cancellationToken));
        var live = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (
                select from order_info
                where hospital_code = @code and schedule_id = @id and order_status between 0 and 2)
            """,
            new { code, id },
            cancellationToken: cancellationToken));
        if (live)
        {
            return Problems.Conflict("live-orders", "此排班还有有效订单，不能删除；停诊请使用停诊接口。");
        }

        await EndEntries.AllAsync(connection, new ScheduleKey(code, id), EndReason.Removed, clock.GetUtcNow(), cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from schedule where hospital_code = @code and schedule_id = @id",
            new { code, id },
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return TypedResults.NoContent();
    }
}

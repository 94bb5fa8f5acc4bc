using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Waitlist;

/// <summary>Takes an entry of the caller's back; a number that it was offered goes to the next in line.</summary>
internal static class LeaveWaitlist
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string id,
        CurrentUser user,
        NpgsqlDataSource database,
        WaitlistQueue queue,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var entryId)
            || await LeaveAsync(entryId, user.Id, database, clock.GetUtcNow(), cancellationToken) is not { } before)
        {
            return WaitlistProblems.NotFound();
        }

        if (before is { State: WaitlistStatus.Booked, OrderId: { } orderId })
        {
            return WaitlistProblems.AlreadyBooked(orderId);
        }

        if (before.State == WaitlistStatus.Offered)
        {
            await queue.TendAsync(before.Schedule, cancellationToken);
        }

        return TypedResults.NoContent();
    }

    /// <returns>The entry as it was, locked by its schedule; null when there is none.</returns>
    private static async Task<WaitlistEntry?> LeaveAsync(
        Guid id, Guid userId, NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await WaitlistEntry.OfUserAsync(connection, id, userId, cancellationToken) is not { } found)
        {
            return null;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await BookableSchedule.LockAsync(connection, found.Schedule, cancellationToken);
        var before = await WaitlistEntry.OfUserAsync(connection, id, userId, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update waitlist_entry set status = 'left', ended_at = coalesce(ended_at, @now)
            where id = @id and status in ('waiting', 'offered', 'expired')
            """,
            new { id, now },
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return before ?? found with { Status = WaitlistStatus.Left.Word() };
    }
}

using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Waitlist;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Suspension;

/// <summary>Internal: calls sessions off. From the commit on nobody can book them; the suspension's saga ends their orders, and who waits is told.</summary>
internal static class SuspendSchedules
{
    private const int MaxSchedules = 500;
    private const int MaxReason = 200;

    public sealed record Request(IReadOnlyList<string?>? ScheduleIds, string? Reason);

    /// <summary>Which of the schedules exist.</summary>
    public sealed record Answer(IReadOnlyList<string> Suspended);

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        string code,
        Request request,
        NpgsqlDataSource database,
        WaitlistQueue waitlists,
        Outbox outbox,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var ids = (request.ScheduleIds ?? []).OfType<string>().Distinct().ToArray();
        var errors = new FieldErrors()
            .Require(request.ScheduleIds is { Count: > 0 and <= MaxSchedules }, "scheduleIds", $"须有 1 至 {MaxSchedules} 个排班。")
            .Require(ids.All(i => !i.Contains('\0', StringComparison.Ordinal)), "scheduleIds", "排班编号不规范。")
            .RequireText(request.Reason, MaxReason, "reason");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var suspended = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            with found as (
                select schedule_id from schedule where hospital_code = @code and schedule_id = any(@ids)
                order by schedule_id for no key update)
            update schedule s set status = 'suspended', updated_at = @now
            from found f where s.hospital_code = @code and s.schedule_id = f.schedule_id
            returning s.schedule_id
            """,
            new { code, ids, now },
            cancellationToken: cancellationToken))).Order(StringComparer.Ordinal).ToArray();
        if (suspended.Length > 0)
        {
            await Outbox.AddAsync(connection, EventOf(code, suspended, request.Reason, now), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        await connection.CloseAsync();
        await waitlists.TendDueAsync(code, suspended, cancellationToken);
        return TypedResults.Ok(new Answer(suspended));
    }

    public static SchedulesSuspended EventOf(string code, IReadOnlyList<string> scheduleIds, string? reason, DateTimeOffset now) =>
        new(code, scheduleIds, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()) { EventId = Guid.CreateVersion7(now), OccurredAt = now };
}

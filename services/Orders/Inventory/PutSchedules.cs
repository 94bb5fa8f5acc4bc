using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Suspension;
using Yilai.Orders.Waitlist;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Inventory;

/// <summary>
/// Internal: takes over up to 500 of a hospital's schedules in one statement. Numbers of live orders stay whatever the
/// hospital sends; <c>available</c> counts only when a schedule is new, for later ones cannot know of orders under way.
/// Whoever waits for a number is offered those that came by it, or told that there will be none.
/// </summary>
internal static class PutSchedules
{
    private const int MaxItems = 500;

    public sealed record Request(IReadOnlyList<ScheduleItem>? Items);

    public sealed record Report(string Id, string Code, string Message);

    public sealed record Answer(IReadOnlyList<Report> Reported);

    private sealed record Remarkable
    {
        public required string ScheduleId { get; init; }

        public required bool BelowSold { get; init; }

        public required bool CallsOff { get; init; }
    }

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        string code,
        Request request,
        NpgsqlDataSource database,
        WaitlistQueue waitlists,
        Outbox outbox,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var sent = request.Items ?? [];
        var errors = new FieldErrors().Require(sent.Count <= MaxItems, "items", $"一次最多 {MaxItems} 条。");
        for (var i = 0; i < Math.Min(sent.Count, MaxItems); i++)
        {
            ScheduleItem.Validate(sent[i], i, errors);
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        // Of one id sent twice the last counts, as if it had come in a later call.
        var items = sent.Reverse().DistinctBy(i => i.Id).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var now = clock.GetUtcNow();
            var remarkable = (await UpsertAsync(connection, code, items, now, cancellationToken)).AsList();
            if (remarkable.Where(r => r.CallsOff).Select(r => r.ScheduleId).ToArray() is { Length: > 0 } off)
            {
                // 停诊 by a push is 停诊 too.
                await Outbox.AddAsync(connection, SuspendSchedules.EventOf(code, off, reason: null, now), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            outbox.Wake();
            await connection.CloseAsync();
            await waitlists.TendDueAsync(code, [.. items.Select(i => i.Id!)], cancellationToken);
            return TypedResults.Ok(new Answer([.. remarkable.Where(r => r.BelowSold).Select(r =>
                new Report(r.ScheduleId, "below-sold", "放号数少于已约出的号：已接受，已约出的号不受影响。"))]));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return Problems.NotFound("hospital-not-found", "请先推送医院信息。");
        }
    }

    private static Task<IEnumerable<Remarkable>> UpsertAsync(
        NpgsqlConnection connection, string code, ScheduleItem[] items, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.QueryAsync<Remarkable>(new CommandDefinition(
            """
            with upserted as (
                insert into schedule as s (
                    hospital_code, schedule_id, department_code, department_name, doctor_name, title,
                    date, period, fee, status, released, withheld, updated_at)
                select @code, i.id, i.department_code, i.department_name, i.doctor_name, i.title,
                    i.date, i.period, i.fee, i.status, i.released, greatest(0, i.released - i.available), @now
                from unnest(
                    @ids, @departmentCodes, @departmentNames, @doctorNames, @titles,
                    @dates, @periods, @fees, @statuses, @released, @available)
                    as i (id, department_code, department_name, doctor_name, title,
                        date, period, fee, status, released, available)
                order by i.id
                on conflict (hospital_code, schedule_id) do update
                set department_code = excluded.department_code, department_name = excluded.department_name,
                    doctor_name = excluded.doctor_name, title = excluded.title, date = excluded.date,
                    period = excluded.period, fee = excluded.fee, status = excluded.status,
                    released = excluded.released, updated_at = excluded.updated_at
                returning s.schedule_id, s.released < s.taken as below_sold, s.status = 'suspended' and s.taken > 0 as calls_off
            )
            select schedule_id, below_sold, calls_off from upserted where below_sold or calls_off
            """,
            new
            {
                code,
                now,
                ids = items.Select(i => i.Id).ToArray(),
                departmentCodes = items.Select(i => i.DepartmentCode).ToArray(),
                departmentNames = items.Select(i => i.DepartmentName ?? i.DepartmentCode).ToArray(),
                doctorNames = items.Select(i => i.DoctorName ?? "").ToArray(),
                titles = items.Select(i => i.DoctorTitle ?? "").ToArray(),
                dates = items.Select(i => i.Date!.Value).ToArray(),
                periods = items.Select(i => i.Period!.Value.Word()).ToArray(),
                fees = items.Select(i => i.Fee).ToArray(),
                statuses = items.Select(i => i.Status.Word()).ToArray(),
                released = items.Select(i => i.Released).ToArray(),
                available = items.Select(i => i.Available ?? i.Released).ToArray(),
            },
            cancellationToken: cancellationToken));
}

using System.Text.Json;
using Dapper;
using Npgsql;
using Yilai.ServiceDefaults.Json;

namespace Yilai.Orders.Tasks;

/// <summary>A row of <c>task_run</c>. Some tasks run every minute: of each, the last are kept.</summary>
internal sealed record TaskRunRow
{
    private const int Kept = 100;

    public required string Task { get; init; }

    public required string StartedBy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Result { get; init; }

    public string? Error { get; init; }

    public static async Task<long> BeginAsync(
        NpgsqlDataSource database, string task, TaskStart start, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            delete from task_run where task = @task and id < (
                select min(id) from (select id from task_run where task = @task order by id desc limit @Last) l);
            insert into task_run (task, started_by, started_at) values (@task, @by, @now) returning id;
            """,
            new { task, by = start.Word(), now, Last = Kept - 1 },
            cancellationToken: cancellationToken));
    }

    public static async Task EndAsync(
        NpgsqlDataSource database, long id, DateTimeOffset now, TaskRun? result, string? error, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update task_run set ended_at = @now, result = @result::jsonb, error = @error where id = @id",
            new { id, now, error, result = result is null ? null : JsonSerializer.Serialize(result, JsonSettings.Web) },
            cancellationToken: cancellationToken));
    }

    /// <summary>The last runs of every task, the newest first.</summary>
    public static async Task<ILookup<string, TaskRunRow>> LastAsync(NpgsqlDataSource database, int each, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<TaskRunRow>(new CommandDefinition(
            """
            select r.task, r.started_by, r.started_at, r.ended_at, r.result::text as result, r.error
            from (select id, task, started_by, started_at, ended_at, result, error,
                    row_number() over (partition by task order by id desc) as age
                from task_run) r
            where r.age <= @each order by r.task, r.id desc
            """,
            new { each },
            cancellationToken: cancellationToken));
        return rows.ToLookup(r => r.Task);
    }
}

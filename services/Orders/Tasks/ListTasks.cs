using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Json;

namespace Yilai.Orders.Tasks;

/// <summary>All scheduled tasks with their last runs.</summary>
internal static class ListTasks
{
    private const int RunsShown = 20;

    /// <summary>The tasks.</summary>
    /// <param name="Items">By name.</param>
    public sealed record TaskList(IReadOnlyList<ScheduledTask> Items);

    /// <summary>A scheduled task.</summary>
    /// <param name="Name">By which it is started.</param>
    /// <param name="Runs">The last runs, the newest first.</param>
    public sealed record ScheduledTask(string Name, IReadOnlyList<ScheduledTaskRun> Runs);

    /// <summary>One run of a task.</summary>
    /// <param name="StartedAt">Since when.</param>
    /// <param name="EndedAt">Until when; absent while it runs, or when the service died of it.</param>
    /// <param name="StartedBy">By an operator's hand, or the clock.</param>
    /// <param name="Result">What it did, if it came to its end.</param>
    /// <param name="Error">What kind of failure it ended by; the service's log has the rest.</param>
    public sealed record ScheduledTaskRun(DateTimeOffset StartedAt, DateTimeOffset? EndedAt, TaskStart StartedBy, TaskRun? Result, string? Error);

    public static async Task<Ok<TaskList>> HandleAsync(TaskNames names, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var runs = await TaskRunRow.LastAsync(database, RunsShown, cancellationToken);
        return TypedResults.Ok(new TaskList([.. names.All.Select(n => new ScheduledTask(n, [.. runs[n].Select(Of)]))]));
    }

    private static ScheduledTaskRun Of(TaskRunRow row) => new(
        row.StartedAt,
        row.EndedAt,
        Words.Parse<TaskStart>(row.StartedBy),
        row.Result is null ? null : JsonSerializer.Deserialize<TaskRun>(row.Result, JsonSettings.Web),
        row.Error);
}

using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Tasks;

/// <summary>Starts a scheduled task by hand and waits for it.</summary>
internal static class RunTask
{
    public static async Task<Results<Ok<TaskRun>, ProblemHttpResult>> HandleAsync(
        string name, TaskRunner tasks, CancellationToken cancellationToken) =>
        await tasks.RunAsync(name, TaskStart.Hand, cancellationToken) is { } run
            ? TypedResults.Ok(run)
            : Problems.NotFound("task-not-found", "没有这个任务。");
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Orders.Tasks;

/// <summary>Starts a scheduled task by hand and waits for it.</summary>
internal static class RunTask
{
    public static async Task<Results<Ok<TaskRun>, ProblemHttpResult>> HandleAsync(
        string name,
        [FromHeader(Name = "Authorization")] string? authorization,
        OperatorKey key,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        if (!key.Allows(authorization))
        {
            return Problems.Unauthorized("operator-key-required", "需要运维密钥。");
        }

        return services.GetKeyedService<IScheduledTask>(name) is { } task
            ? TypedResults.Ok(await task.RunAsync(cancellationToken))
            : Problems.NotFound("task-not-found", "没有这个任务。");
    }
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.Orders.Tasks;

internal static class TasksEndpoints
{
    public static IServiceCollection AddTasks(this IServiceCollection services) =>
        services.AddSingleton<OperatorKey>().AddSingleton<TaskRunner>().AddSingleton(_ => TaskNames.Of(services));

    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/api/tasks").WithTags("Tasks").RequireOperator().ProducesProblem(StatusCodes.Status401Unauthorized);
        tasks.MapGet("", ListTasks.HandleAsync).WithName("listTasks")
            .WithSummary("The scheduled tasks with their last runs, with the operator key as bearer token.");
        tasks.MapPost("/{name}/runs", RunTask.HandleAsync).WithName("runTask")
            .WithSummary("Starts a scheduled task by hand, with the operator key as bearer token.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>
    /// Lets a cron binding start tasks. It posts to a path of its own name, after asking by OPTIONS whether anybody listens.
    /// A task that fails keeps no other from running, and the failure is the answer.
    /// </summary>
    public static void MapCron(this IEndpointRouteBuilder app, string binding, params string[] names)
    {
        app.MapPost($"/{binding}", RunAsync).ExcludeFromDescription();
        app.MapMethods($"/{binding}", [HttpMethods.Options], () => TypedResults.Ok()).ExcludeFromDescription();

        async Task<Ok> RunAsync(TaskRunner tasks, CancellationToken cancellationToken)
        {
            await Task.WhenAll(names.Select(n => tasks.RunAsync(n, TaskStart.Clock, cancellationToken)));
            return TypedResults.Ok();
        }
    }
}

namespace Yilai.Orders.Tasks;

internal static class TasksEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/tasks/{name}/runs", RunTask.HandleAsync).WithName("runTask").WithTags("Tasks")
            .WithSummary("Starts a scheduled task by hand, with the operator key as bearer token.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound);
}

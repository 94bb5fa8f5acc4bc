using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Rescheduling;

internal static class ReschedulingEndpoints
{
    public static void MapRescheduling(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/orders/{id}/reschedule", RescheduleOrder.HandleAsync).WithName("rescheduleOrder").WithTags("Orders").RequireUser()
            .WithSummary("Moves an order to another session of its hospital; gives the new order.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}

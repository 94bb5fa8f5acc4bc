using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Cancellation;

internal static class CancellationEndpoints
{
    public static void MapCancellation(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/orders/{id}/cancellation", CancelOrder.HandleAsync).WithName("cancelOrder").WithTags("Orders").RequireUser()
            .WithSummary("Cancels an order before its deadline; once cancelled, asking again changes nothing.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
}

using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Reading;

internal static class ReadingEndpoints
{
    public static void MapReading(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/orders").WithTags("Orders").RequireUser();
        own.MapGet("", ListOrders.HandleAsync).WithName("listOrders")
            .WithSummary("Own orders, the newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        own.MapGet("/{id}", GetOrder.HandleAsync).WithName("getOrder")
            .WithSummary("One of the own orders, with its timeline.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/internal/orders/{id}", GetSubmission.HandleAsync).ExcludeFromDescription();
    }
}

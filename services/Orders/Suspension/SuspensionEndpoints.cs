namespace Yilai.Orders.Suspension;

internal static class SuspensionEndpoints
{
    public static void MapSuspension(this IEndpointRouteBuilder app)
    {
        app.MapPost("/internal/hospitals/{code}/suspensions", SuspendSchedules.HandleAsync).ExcludeFromDescription();
        app.MapPost("/internal/hospitals/{code}/suspended-orders", EndSuspendedOrders.HandleAsync).ExcludeFromDescription();
    }
}

namespace Yilai.Orders.Inventory;

internal static class InventoryEndpoints
{
    public static void MapInventory(this IEndpointRouteBuilder app)
    {
        var hospital = app.MapGroup("/internal/hospitals/{code}").ExcludeFromDescription();
        hospital.MapPut("/schedules", PutSchedules.HandleAsync);
        hospital.MapDelete("/schedules/{id}", DeleteSchedule.HandleAsync);
        hospital.MapGet("/availability", GetAvailability.HandleAsync);
        hospital.MapGet("/departments/{department}/live-orders", CountLiveOrders.HandleAsync);
    }
}

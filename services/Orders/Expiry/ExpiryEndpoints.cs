using Yilai.Contracts;
using Yilai.Orders.Tasks;
using Yilai.Orders.Waitlist;

namespace Yilai.Orders.Expiry;

internal static class ExpiryEndpoints
{
    public static IServiceCollection AddExpiry(this IServiceCollection services) =>
        services.AddSingleton<ExpireOrder>().AddKeyedSingleton<IScheduledTask, ExpireOrders>(ExpireOrders.Name);

    public static void MapExpiry(this IEndpointRouteBuilder app)
    {
        app.MapPost("/internal/orders/{id:guid}/expiry", ExpireOrder.HandleAsync).ExcludeFromDescription();
        app.MapCron(ComponentNames.EveryMinute, ExpireOrders.Name, TendWaitlists.Name, CloseWaitlists.Name);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.Orders.Tasks;

namespace Yilai.Orders.Expiry;

internal static class ExpiryEndpoints
{
    public static IServiceCollection AddExpiry(this IServiceCollection services) =>
        services.AddSingleton<ExpireOrder>().AddKeyedSingleton<IScheduledTask, ExpireOrders>(ExpireOrders.Name);

    /// <summary>The cron binding posts to a path of its own name, after asking by OPTIONS whether anybody listens.</summary>
    public static void MapExpiry(this IEndpointRouteBuilder app)
    {
        app.MapPost("/internal/orders/{id:guid}/expiry", ExpireOrder.HandleAsync).ExcludeFromDescription();
        app.MapPost($"/{ComponentNames.EveryMinute}", RunAsync).ExcludeFromDescription();
        app.MapMethods($"/{ComponentNames.EveryMinute}", [HttpMethods.Options], () => TypedResults.Ok()).ExcludeFromDescription();
    }

    private static async Task<Ok> RunAsync([FromKeyedServices(ExpireOrders.Name)] IScheduledTask task, CancellationToken cancellationToken)
    {
        await task.RunAsync(cancellationToken);
        return TypedResults.Ok();
    }
}

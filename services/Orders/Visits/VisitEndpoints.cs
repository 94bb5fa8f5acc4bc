using Dapr.Actors.Runtime;
using Yilai.Contracts;
using Yilai.Orders.Tasks;
using Yilai.Orders.Visits.NoShows;
using Yilai.Orders.Visits.Queue;
using Yilai.Orders.Visits.Reminders;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Visits;

internal static class VisitEndpoints
{
    public static IServiceCollection AddVisits(this IServiceCollection services) => services
        .AddSingleton<TakeStep>()
        .AddSingleton<TakeOrderEvent>()
        .AddSingleton<QueueChanges>()
        .AddSingleton<VisitQueue>()
        .AddKeyedSingleton<IScheduledTask, FindNoShows>(FindNoShows.Name)
        .AddKeyedSingleton<IScheduledTask, RemindOfVisits>(RemindOfVisits.Name)
        .Configure<ActorRuntimeOptions>(o => o.Actors.RegisterActor<VisitQueueActor>());

    public static void MapVisits(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/orders/{id}").WithTags("Visits").RequireUser()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        own.MapPost("/check-in", CheckIn.HandleAsync).WithName("checkIn")
            .WithSummary("取号 on the day of the visit: joins the queue of the session. Doing it again changes nothing.");
        own.MapGet("/queue", GetQueue.HandleAsync).WithName("getQueue")
            .WithSummary("Where a checked-in order stands in the queue of its session.");
        own.MapGet("/queue/stream", StreamQueue.HandleAsync).WithName("streamQueue")
            .WithSummary("The same as server-sent events, one whenever it has changed, until the visit is over.")
            .Produces<QueueView>(StatusCodes.Status200OK, "text/event-stream");
        app.MapGet("/api/me/bans", ListBans.HandleAsync).WithName("listBans").WithTags("Visits").RequireUser()
            .WithSummary("Where booking is closed to the account or its patients for a while, and why.");
        app.MapPost("/internal/hospitals/{code}/orders/{id}/events", TakeOrderEvent.HandleAsync).ExcludeFromDescription();
        app.MapCron(ComponentNames.EveryHalfHour, FindNoShows.Name, RemindOfVisits.Name);
    }
}

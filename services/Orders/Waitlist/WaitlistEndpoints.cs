using Dapr.Actors.Runtime;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Waitlist;

internal static class WaitlistEndpoints
{
    public static IServiceCollection AddWaitlist(this IServiceCollection services) => services
        .AddSingleton<TendWaitlist>()
        .AddSingleton<WaitlistQueue>()
        .AddSingleton<AcceptOffer>()
        .AddKeyedSingleton<IScheduledTask, TendWaitlists>(TendWaitlists.Name)
        .AddKeyedSingleton<IScheduledTask, CloseWaitlists>(CloseWaitlists.Name)
        .Configure<ActorRuntimeOptions>(o => o.Actors.RegisterActor<WaitlistActor>());

    public static void MapWaitlist(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/schedules/{id}/waitlist", JoinWaitlist.HandleAsync).WithName("joinWaitlist").WithTags("Waitlist").RequireUser()
            .WithSummary("Puts a patient in line for a number of a sold-out schedule.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        var own = app.MapGroup("/api/me/waitlist").WithTags("Waitlist").RequireUser();
        own.MapGet("", ListWaitlist.HandleAsync).WithName("listWaitlist")
            .WithSummary("What the account waits for or has waited for, the newest first.");
        own.MapDelete("/{id}", LeaveWaitlist.HandleAsync).WithName("leaveWaitlist")
            .WithSummary("Leaves the line, or declines the number offered, which goes to the next.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        own.MapPost("/{id}/acceptance", AcceptOffer.HandleAsync).WithName("acceptWaitlistOffer")
            .WithSummary("Makes an order of the number offered; once it is one, asking again gives the same order.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        app.MapPost("/internal/orders/{id:guid}/waitlist-offers", OfferFreedNumber.HandleAsync).ExcludeFromDescription();
    }
}

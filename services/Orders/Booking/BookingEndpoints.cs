using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Booking;

internal static class BookingEndpoints
{
    public static IServiceCollection AddBooking(this IServiceCollection services) => services
        .AddServiceClient(AppIds.Identity)
        .AddSingleton<Rush>()
        .AddSingleton<BookingGate>()
        .AddGroups<Looks>()
        .AddGroups<Patients>()
        .AddGroups<BookingGroups>()
        .AddSingleton<Booker>();

    private static IServiceCollection AddGroups<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(s => s.GetRequiredService<T>());

    public static void MapBooking(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/orders", PlaceOrder.HandleAsync).WithName("placeOrder").WithTags("Orders").RequireUser()
            .WithSummary("Takes a number for a patient. The same Idempotency-Key with the same request gives the same order.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
}

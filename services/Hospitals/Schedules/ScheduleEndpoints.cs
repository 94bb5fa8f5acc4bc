using Yilai.Hospitals.Batches;

namespace Yilai.Hospitals.Schedules;

/// <summary>Schedules, for ingest.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder app)
    {
        app.MapPut("/internal/hospitals/{code}/schedules", PutSchedules.HandleAsync).TakesPushes().ExcludeFromDescription();
        app.MapGet("/internal/hospitals/{code}/schedules", ListSchedules.HandleAsync).ExcludeFromDescription();
        app.MapPost("/internal/hospitals/{code}/suspensions", SuspendSchedules.HandleAsync).ExcludeFromDescription();
        app.MapDelete("/internal/hospitals/{code}/schedules/{schedule}", DeleteSchedule.HandleAsync).ExcludeFromDescription();
    }
}

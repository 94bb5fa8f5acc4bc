using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Actors;

/// <summary>/v1.0/actors/{type}/{id}/reminders and timers.</summary>
internal sealed class ActorScheduleHttpApi(Reminders reminders, ActorTimers timers) : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Write, "actors/{type}/{id}/reminders/{name}", CreateReminderAsync, "v1.0"),
        new(ApiRoute.Get, "actors/{type}/{id}/reminders/{name}", GetReminderAsync, "v1.0"),
        new(ApiRoute.Delete, "actors/{type}/{id}/reminders/{name}", call => DeleteAsync(call, reminders.DeleteAsync), "v1.0"),
        new(ApiRoute.Write, "actors/{type}/{id}/timers/{name}", CreateTimerAsync, "v1.0"),
        new(ApiRoute.Delete, "actors/{type}/{id}/timers/{name}", call => DeleteAsync(call, timers.DeleteAsync), "v1.0"),
    ];

    private async Task CreateReminderAsync(ApiCall call)
    {
        var (actor, name) = Named(call);
        await reminders.CreateAsync(call.App, actor, name, await call.JsonAsync<ScheduleJson>(), call.Cancellation);
        await call.NoContent();
    }

    private async Task CreateTimerAsync(ApiCall call)
    {
        var (actor, name) = Named(call);
        await timers.CreateAsync(call.App, actor, name, await call.JsonAsync<ScheduleJson>(), call.Cancellation);
        await call.NoContent();
    }

    private async Task GetReminderAsync(ApiCall call)
    {
        var (actor, name) = Named(call);
        var reminder = await reminders.GetAsync(call.App, actor, name, call.Cancellation) ?? throw ActorErrors.ReminderNotFound(name);
        await call.WriteJsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("actorID", actor.Id);
            json.WriteString("actorType", actor.Type);
            if (reminder.Data is { } data)
            {
                json.WritePropertyName("data");
                data.WriteTo(json);
            }
            if (reminder.DueTime.Length > 0)
                json.WriteString("dueTime", reminder.DueTime);
            if (reminder.Times.Schedule is { Length: > 0 } period)
                json.WriteString("period", period);
            if (reminder.Times.Expires is { } expires)
                json.WriteString("ttl", State.StateHttpApi.Rfc3339(expires));
            json.WriteEndObject();
        });
    }

    private static async Task DeleteAsync(ApiCall call, Func<Apps.AppRuntime, ActorKey, string, CancellationToken, Task> delete)
    {
        var (actor, name) = Named(call);
        await delete(call.App, actor, name, call.Cancellation);
        await call.NoContent();
    }

    private static (ActorKey Actor, string Name) Named(ApiCall call) =>
        (ActorKey.Checked(call[0], call[1]), ActorKey.CheckName("name", call[3]));
}

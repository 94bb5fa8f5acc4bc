using Yilai.Sidecar.Apps;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Actors;

/// <summary>The reminders of actors: written down first, then waited for.</summary>
internal sealed class Reminders(ActorHosts hosts, ReminderClock reminders, TimeProvider clock)
{
    public async Task CreateAsync(AppRuntime app, ActorKey actor, string name, ScheduleJson request, CancellationToken cancellation)
    {
        var store = await OpenAsync(app, actor, cancellation);
        var key = Reminder.Key(actor, name);
        var next = await ActorState.GuardAsync(
            async () =>
            {
                var times = ActorTimes.Parse("reminder", request.DueTime, request.Period, request.Ttl, clock.GetUtcNow());
                var reminder = new Reminder(actor.Type, actor.Id, name, request.Data, request.DueTime ?? "", times, times.First, 0);
                await WriteAsync(store, new StateWrite(key, reminder.ToBytes(), null, FirstWrite: request.Overwrite == false, null), name, cancellation);
                return times.First;
            },
            ActorErrors.ReminderCreate,
            cancellation);
        reminders.Start(app, store, key, next, anew: true);
    }

    public async Task<Reminder?> GetAsync(AppRuntime app, ActorKey actor, string name, CancellationToken cancellation)
    {
        var store = await OpenAsync(app, actor, cancellation);
        return await ActorState.GuardAsync(
            async () => await store.GetAsync(Reminder.Key(actor, name), cancellation) is { } value ? Reminder.Read(value) : null, ActorErrors.ReminderGet, cancellation);
    }

    public async Task DeleteAsync(AppRuntime app, ActorKey actor, string name, CancellationToken cancellation)
    {
        var store = await OpenAsync(app, actor, cancellation);
        var key = Reminder.Key(actor, name);
        await ActorState.GuardAsync(
            async () =>
            {
                await store.WriteAsync(new StateWrite(key, null, null, FirstWrite: false, null), cancellation);
                return true;
            },
            ActorErrors.ReminderDelete,
            cancellation);
        reminders.Stop(key);
    }

    private static async Task WriteAsync(ITransactionalStateStore store, StateWrite write, string name, CancellationToken cancellation)
    {
        try
        {
            await store.WriteAsync(write, cancellation);
        }
        catch (Exception error) when (write.FirstWrite && error is ETagException or StateException)
        {
            // Stores say in different ways that a first write came second.
            throw await store.GetAsync(write.Key, cancellation) is null ? error : ActorErrors.ReminderExists(name);
        }
    }

    private async Task<ITransactionalStateStore> OpenAsync(AppRuntime app, ActorKey actor, CancellationToken cancellation)
    {
        var store = ActorState.Store(app);
        await hosts.ReadAsync(app, cancellation);
        return hosts.Of(app).ContainsKey(actor.Type) ? store : throw ActorErrors.NotHosted();
    }
}

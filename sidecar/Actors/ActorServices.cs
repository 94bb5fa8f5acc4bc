using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Actors;

/// <summary>The parts of the actors building block.</summary>
internal static class ActorServices
{
    public static void AddActors(this IServiceCollection services)
    {
        services.AddSingleton<ActorHosts>().AddSingleton<ActorTurns>().AddSingleton<ActorInvocation>().AddSingleton<ActorState>();
        services.AddSingleton<ActorTimers>().AddSingleton<ReminderClock>().AddSingleton<Reminders>().AddSingleton<ActorRuntimeInfo>();
        services.AddSingleton<IHttpApi, ActorScheduleHttpApi>().AddSingleton<IHttpApi, ActorHttpApi>().AddSingleton<IGrpcApi, ActorGrpcApi>();
        // In this order: the types are known before their reminders are looked for, and gone before their actors are.
        services.AddSingleton<IAppService>(s => s.GetRequiredService<ActorHosts>());
        services.AddSingleton<IAppService>(s => s.GetRequiredService<ActorTurns>());
        services.AddSingleton<IAppService>(s => s.GetRequiredService<ReminderClock>());
    }
}

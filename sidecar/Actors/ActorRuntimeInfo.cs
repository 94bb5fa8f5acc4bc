using Yilai.Sidecar.Apps;
using static Dapr.Client.Autogen.Grpc.v1.ActorRuntime.Types;

namespace Yilai.Sidecar.Actors;

/// <summary>What the metadata API tells of an app's actors.</summary>
internal sealed class ActorRuntimeInfo(ActorHosts hosts, ActorTurns turns)
{
    public ActorRuntimeStatus Status(AppRuntime app) =>
        ActorStateStore.Of(app) is null ? ActorRuntimeStatus.Disabled
        : hosts.IsRead(app) ? ActorRuntimeStatus.Running
        : ActorRuntimeStatus.Initializing;

    public bool IsHost(AppRuntime app) => hosts.Of(app).Count > 0;

    /// <summary>Every hosted type, also those of which no actor is active.</summary>
    public IEnumerable<(string Type, int Count)> Active(AppRuntime app)
    {
        var counts = turns.CountsOf(app).ToDictionary(c => c.Type, c => c.Count, StringComparer.Ordinal);
        return hosts.Of(app).Keys.Order(StringComparer.Ordinal).Select(t => (t, counts.GetValueOrDefault(t)));
    }

    /// <summary>This process is the placement of its apps.</summary>
    public static string Placement(AppRuntime app) => ActorStateStore.Of(app) is null ? "" : "placement: connected";
}

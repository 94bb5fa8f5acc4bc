using Yilai.Sidecar.Apps;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Actors;

/// <summary>The store that an app's actors and workflows keep their state in: the one whose YAML says <c>actorStateStore: "true"</c>.</summary>
internal static class ActorStateStore
{
    /// <summary>The store, or nothing: then the app has no actors and no workflows.</summary>
    public static ITransactionalStateStore? Of(AppRuntime app) =>
        app.Components.All.FirstOrDefault(c => c.Metadata.Flag("actorStateStore"))?.Instance as ITransactionalStateStore;
}

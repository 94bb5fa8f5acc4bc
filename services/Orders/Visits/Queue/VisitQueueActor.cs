using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace Yilai.Orders.Visits.Queue;

/// <summary>The queue of a doctor's session; the actor's id is the schedule's public id.</summary>
internal interface IVisitQueueActor : IActor
{
    /// <summary>Takes one step of the visit's day; false when the order's state does not allow it.</summary>
    /// <remarks>The SDK awaits what actors answer dynamically, which goes with public types only.</remarks>
    Task<bool> TakeAsync(VisitStep step, CancellationToken cancellationToken);
}

/// <summary>
/// Lines up what happens to a session, so that a morning's rush of check-ins waits here and not on locks, and tells those who
/// watch. It remembers nothing: the tables do.
/// </summary>
internal sealed class VisitQueueActor(ActorHost host, TakeStep steps, QueueChanges changes) : Actor(host), IVisitQueueActor
{
    public async Task<bool> TakeAsync(VisitStep step, CancellationToken cancellationToken)
    {
        var taken = await steps.RunAsync(step, cancellationToken);
        changes.Tell(Id.GetId());
        return taken;
    }
}

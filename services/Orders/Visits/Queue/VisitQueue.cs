using Dapr.Actors;
using Dapr.Actors.Client;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Visits.Queue;

/// <summary>Hands steps to the actor of their session.</summary>
internal sealed class VisitQueue(IActorProxyFactory actors)
{
    /// <exception cref="Dapr.DaprException">The actor could not be asked, or failed; the same may be tried again.</exception>
    public async Task<StepOutcome> TakeAsync(OrderRow order, OrderEventType type, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var result = await actors.Create(new ActorId(IdOf(order)), nameof(VisitQueueActor)).InvokeMethodAsync<VisitStep, StepResult>(
            nameof(IVisitQueueActor.TakeAsync), new VisitStep(order.Id, type, at), cancellationToken);
        return result.Outcome;
    }

    public static string IdOf(OrderRow order) => new ScheduleKey(order.HospitalCode, order.ScheduleId).ToString();
}

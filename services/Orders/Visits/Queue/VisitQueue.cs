using Dapr.Actors;
using Dapr.Actors.Client;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Visits.Queue;

/// <summary>Hands steps to the actor of their session.</summary>
internal sealed class VisitQueue(IActorProxyFactory actors)
{
    /// <returns>Whether it is in the books, now or since before; false when the order's state does not allow it.</returns>
    /// <exception cref="Dapr.DaprException">The actor could not be asked, or failed; the same may be tried again.</exception>
    public Task<bool> TakeAsync(OrderRow order, OrderEventType type, DateTimeOffset at, CancellationToken cancellationToken) =>
        actors.Create(new ActorId(IdOf(order)), nameof(VisitQueueActor)).InvokeMethodAsync<VisitStep, bool>(
            nameof(IVisitQueueActor.TakeAsync), new VisitStep(order.Id, type, at), cancellationToken);

    public static string IdOf(OrderRow order) => new ScheduleKey(order.HospitalCode, order.ScheduleId).ToString();
}

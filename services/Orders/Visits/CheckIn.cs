using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.Orders.Visits.Queue;
using Yilai.ServiceDefaults.Security;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Visits;

/// <summary>取号 by the patient on the day of the visit: the order joins the queue of its session.</summary>
internal static class CheckIn
{
    public static async Task<Results<Ok<QueueView>, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, NpgsqlDataSource database, VisitQueue queue, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var orderId) || await FindOrder.OfUserAsync(database, orderId, user.Id, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        if (order.OrderStatus is not (OrderStatus.CheckedIn or OrderStatus.Completed))
        {
            if (VisitProblems.WhyNotCheckIn(order, clock.GetChinaToday()) is { } refusal)
            {
                return refusal;
            }

            if (!await queue.TakeAsync(order, OrderEventType.CheckedIn, clock.GetUtcNow(), cancellationToken))
            {
                // It changed in this moment.
                return VisitProblems.NotAllowed();
            }
        }

        return await GetQueue.HandleAsync(id, user, database, cancellationToken);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;

namespace Yilai.Orders.Waitlist;

/// <summary>Internal: an order has ended; whoever waits for its number is to have it offered.</summary>
internal static class OfferFreedNumber
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, NpgsqlDataSource database, WaitlistQueue queue, CancellationToken cancellationToken)
    {
        if (await FindOrder.AnyAsync(database, id, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        await queue.TendDueAsync(order.HospitalCode, [order.ScheduleId], cancellationToken);
        return TypedResults.NoContent();
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Visits.Queue;

/// <summary>The same as <see cref="GetQueue"/> as server-sent events, one whenever it has changed, until the visit is over.</summary>
internal static class StreamQueue
{
    public static async Task<Results<QueueStream, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, NpgsqlDataSource database, QueueChanges changes, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!Guid.TryParse(id, out var orderId) || await FindOrder.OfUserAsync(connection, orderId, user.Id, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        return await QueueView.OfAsync(connection, order, cancellationToken) is null
            ? VisitProblems.NotCheckedIn()
            : new QueueStream(order, database, changes, clock);
    }
}

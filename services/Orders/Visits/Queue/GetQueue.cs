using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Visits.Queue;

/// <summary>Where one of the caller's orders stands in the queue of its session.</summary>
internal static class GetQueue
{
    public static async Task<Results<Ok<QueueView>, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!Guid.TryParse(id, out var orderId) || await FindOrder.OfUserAsync(connection, orderId, user.Id, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        return await QueueView.OfAsync(connection, order, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : VisitProblems.NotCheckedIn();
    }
}

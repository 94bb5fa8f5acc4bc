using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>Removes a schedule. Orders goes first: it alone knows, under its locks, whether a live order stands on it.</summary>
internal static class DeleteSchedule
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Caller caller,
        string id,
        [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        CancellationToken cancellationToken)
    {
        var path = caller.Path($"/schedules/{Uri.EscapeDataString(id)}");
        var freed = await orders.SendAsync<object>(HttpMethod.Delete, path, null, cancellationToken);
        if (freed.Problem is { Status: not StatusCodes.Status404NotFound } refused)
        {
            return refused.ToResult();
        }

        var deleted = await hospitals.SendAsync<object>(HttpMethod.Delete, path, null, cancellationToken);
        return deleted.Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
    }
}

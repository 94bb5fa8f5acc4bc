using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.HospitalSdk.Messages;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>Adds or changes schedules: hospitals judges them, orders takes over the numbers of those that are accepted.</summary>
internal static class PushSchedules
{
    public static async Task<Results<Ok<PushResult>, ProblemHttpResult>> HandleAsync(
        Caller caller,
        JsonElement schedules,
        [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        CancellationToken cancellationToken)
    {
        var put = await hospitals.SendAsync<Judged>(HttpMethod.Put, caller.Path("/schedules"), schedules, cancellationToken);
        if (put.Problem is { } refused)
        {
            return refused.ToResult();
        }

        var (accepted, rejected) = put.Value!;
        if (accepted.Count == 0)
        {
            return TypedResults.Ok(new PushResult(0, rejected, []));
        }

        var taken = await orders.SendAsync<Taken>(HttpMethod.Put, caller.Path("/schedules"), new ItemList<JsonElement>(accepted), cancellationToken);
        return taken.Problem is { } problem
            ? problem.ToResult()
            : TypedResults.Ok(new PushResult(accepted.Count, rejected, taken.Value!.Reported));
    }

    private sealed record Judged(IReadOnlyList<JsonElement> Accepted, IReadOnlyList<Rejection> Rejected);

    private sealed record Taken(IReadOnlyList<Report> Reported);
}

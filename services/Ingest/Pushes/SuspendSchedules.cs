using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.HospitalSdk.Messages;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>
/// 停诊: orders goes first, since from then on nobody can book; hospitals shows it. All of it may be sent again. Patients are
/// told, and refunded, by and by.
/// </summary>
internal static class SuspendSchedules
{
    public static async Task<Results<Accepted<PushResult>, ProblemHttpResult>> HandleAsync(
        Caller caller,
        Suspension suspension,
        [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        CancellationToken cancellationToken)
    {
        var path = caller.Path("/suspensions");
        var taken = await orders.SendAsync<Taken>(HttpMethod.Post, path, suspension, cancellationToken);
        if (taken.Problem is { } refused)
        {
            return refused.ToResult();
        }

        var suspended = taken.Value!.Suspended;
        var shown = await hospitals.SendAsync<object>(HttpMethod.Post, path, new { ScheduleIds = suspended }, cancellationToken);
        if (shown.Problem is { } problem)
        {
            return problem.ToResult();
        }

        var unknown = suspension.ScheduleIds
            .Select((id, index) => new Rejection(index, "schedule-not-found", $"没有排班 {id}。"))
            .Where(r => !suspended.Contains(suspension.ScheduleIds[r.Index]));
        return TypedResults.Accepted((string?)null, new PushResult(suspended.Count, [.. unknown], []));
    }

    private sealed record Taken(IReadOnlyList<string> Suspended);
}

using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>A hospital tells what it is; orders learns its name and rules.</summary>
internal static class PushHospital
{
    public static async Task<Results<Ok<HospitalInForce>, ProblemHttpResult>> HandleAsync(
        Caller caller,
        JsonElement hospital,
        [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        CancellationToken cancellationToken)
    {
        var put = await hospitals.SendAsync<HospitalInForce>(HttpMethod.Put, caller.Path(), hospital, cancellationToken);
        if (put.Problem is { } refused)
        {
            return refused.ToResult();
        }

        // A failure from here on is 5xx: the hospital sends the same again, and both parts bear that.
        var told = await orders.SendAsync<object>(HttpMethod.Put, caller.Path(), put.Value, cancellationToken);
        return told.Problem is { } problem ? problem.ToResult() : TypedResults.Ok(put.Value!);
    }
}

/// <summary>What of a hospital is in force.</summary>
/// <param name="Name">Its name.</param>
/// <param name="BookingRule">Its booking rules, defaults filled in.</param>
internal sealed record HospitalInForce(string Name, HospitalSdk.Messages.BookingRule BookingRule);

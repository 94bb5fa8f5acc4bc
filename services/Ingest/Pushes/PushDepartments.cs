using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.HospitalSdk.Messages;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>Adds or changes departments.</summary>
internal static class PushDepartments
{
    public static async Task<Results<Ok<PushResult>, ProblemHttpResult>> HandleAsync(
        Caller caller,
        JsonElement departments,
        [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals,
        CancellationToken cancellationToken)
    {
        var put = await hospitals.SendAsync<PushResult>(HttpMethod.Put, caller.Path("/departments"), departments, cancellationToken);
        return put.Problem is { } refused ? refused.ToResult() : TypedResults.Ok(put.Value!);
    }
}

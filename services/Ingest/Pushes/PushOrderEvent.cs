using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>A hospital tells what happened there to one of its orders.</summary>
internal static class PushOrderEvent
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Caller caller, string id, JsonElement orderEvent, [FromKeyedServices(AppIds.Orders)] ServiceClient orders, CancellationToken cancellationToken)
    {
        var told = await orders.SendAsync<object>(
            HttpMethod.Post, caller.Path($"/orders/{Uri.EscapeDataString(id)}/events"), orderEvent, cancellationToken);
        return told.Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>What the platform holds of a hospital, handed on as it is.</summary>
internal static class ReadBack
{
    public static Task<Results<Ok<JsonNode>, ProblemHttpResult>> HospitalAsync(
        Caller caller, [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals, CancellationToken cancellationToken) =>
        ReadAsync(caller.Path(), hospitals, cancellationToken);

    public static Task<Results<Ok<JsonNode>, ProblemHttpResult>> DepartmentsAsync(
        Caller caller, [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals, CancellationToken cancellationToken) =>
        ReadAsync(caller.Path("/departments"), hospitals, cancellationToken);

    public static Task<Results<Ok<JsonNode>, ProblemHttpResult>> SchedulesAsync(
        Caller caller,
        DateOnly? date,
        string? department,
        [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals,
        CancellationToken cancellationToken)
    {
        var query = QueryString.Empty;
        query = date is null ? query : query.Add("date", $"{date:yyyy-MM-dd}");
        query = department is null ? query : query.Add("department", department);
        return ReadAsync(caller.Path($"/schedules{query}"), hospitals, cancellationToken);
    }

    private static async Task<Results<Ok<JsonNode>, ProblemHttpResult>> ReadAsync(
        string path, ServiceClient hospitals, CancellationToken cancellationToken) =>
        await hospitals.FindAsync<JsonNode>(path, cancellationToken) is { } held
            ? TypedResults.Ok(held)
            : Problems.NotFound("hospital-not-found", "还没有医院资料，请先推送。");
}

using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>Hands on what another service answered.</summary>
internal static class Forwarding
{
    /// <summary>The other service's problem as this one's.</summary>
    public static ProblemHttpResult ToResult(this ServiceProblem problem) => Problems.Of(
        problem.Status,
        problem.Code ?? "request-refused",
        problem.Detail ?? "请求被拒绝。",
        problem.Errors is { } errors ? new Dictionary<string, object?> { ["errors"] = errors } : null);
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.HospitalSimulator.Faults;

/// <summary><c>PUT /simulator/faults</c>, and the same with <c>GET</c> to see them.</summary>
internal static class SetFaults
{
    public static void MapFaults(this IEndpointRouteBuilder app)
    {
        app.MapPut("/simulator/faults", Handle);
        app.MapGet("/simulator/faults", (FaultSwitch switches) => switches.Faults);
    }

    private static Results<Ok<Faults>, ProblemHttpResult> Handle(Faults faults, FaultSwitch switches)
    {
        if (!faults.AreSound)
        {
            return TypedResults.Problem(
                "late is milliseconds up to 300000; drop, error, twice and wrong are shares from 0 to 1.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["code"] = "invalid-faults" });
        }

        switches.Faults = faults;
        return TypedResults.Ok(faults);
    }
}

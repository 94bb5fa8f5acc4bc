using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.PaymentSimulator.Faults;

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
                "late and notifyLate are milliseconds up to 3600000; error, drop, notifyTwice and notifyDrop are shares from 0 to 1.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["code"] = "invalid-faults" });
        }

        switches.Faults = faults;
        return TypedResults.Ok(faults);
    }
}

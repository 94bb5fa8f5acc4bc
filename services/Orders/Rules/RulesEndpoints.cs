namespace Yilai.Orders.Rules;

internal static class RulesEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/hospitals/{code}/rules", GetRules.HandleAsync).WithName("getHospitalRules").WithTags("Rules")
            .WithSummary("The rules in force at a hospital: booking, cancelling, limits, no-shows, waitlist.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapPut("/internal/hospitals/{code}", PutHospital.HandleAsync).ExcludeFromDescription();
    }
}

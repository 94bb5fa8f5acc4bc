using Yilai.Contracts;
using Yilai.Orders.Reconciliation.List;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Orders.Reconciliation;

internal static class ReconciliationEndpoints
{
    // A hospital that is submitted to is given five seconds to answer and five more to be asked what became of it.
    private static readonly TimeSpan HospitalPatience = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddOptions<ReconciliationOptions>().BindConfiguration(ReconciliationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddServiceClient(AppIds.Ingest, HospitalPatience)
            .AddSingleton<AskOthers>()
            .AddSingleton<Repairs>()
            .AddSingleton<CompareOrder>()
            .AddKeyedSingleton<IScheduledTask, Reconcile>(Reconcile.Name);
    }

    public static void MapReconciliation(this IEndpointRouteBuilder app)
    {
        var differences = app.MapGroup("/api/differences").WithTags("Reconciliation").RequireOperator()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        differences.MapGet("", ListDifferences.HandleAsync).WithName("listDifferences")
            .WithSummary("Where the platform's books, the payment provider's and the hospitals' differ, the newest first; with the operator key as bearer token.");
        differences.MapPost("/{id}/settlement", SettleDifference.HandleAsync).WithName("settleDifference")
            .WithSummary("Closes an open difference that an operator has seen to, with a note; with the operator key as bearer token.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        app.MapCron(ComponentNames.EveryHour, Reconcile.Name);
    }
}

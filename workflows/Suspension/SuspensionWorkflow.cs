using Dapr.Workflow;

namespace Yilai.Workflows.Suspension;

/// <summary>Sessions that were called off.</summary>
/// <param name="HospitalCode">The hospital.</param>
/// <param name="ScheduleIds">The hospital's own ids of the schedules.</param>
/// <param name="Reason">What patients are told.</param>
internal sealed record SuspensionInput(string HospitalCode, IReadOnlyList<string> ScheduleIds, string? Reason);

/// <summary>
/// 停诊: ends every order of the sessions, batch by batch. Each of them has a closing of its own then, and a refund if it was
/// paid.
/// </summary>
internal sealed class SuspensionWorkflow : Workflow<SuspensionInput, int>
{
    public static string IdOf(Guid eventId) => $"suspension-{eventId}";

    public override async Task<int> RunAsync(WorkflowContext context, SuspensionInput input)
    {
        var ended = 0;
        EndedBatch batch;
        do
        {
            batch = await context.CallActivityAsync<EndedBatch>(nameof(EndSuspendedOrders), input, Patience.Endless);
            ended += batch.Ended;
        }
        while (batch.MoreLeft);

        return ended;
    }
}

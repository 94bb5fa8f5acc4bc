using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Workflows.Suspension;

/// <summary>A hospital's word that sessions are off starts the saga that ends their orders.</summary>
internal static class SuspensionEvents
{
    public static void MapSuspensionEvents(this IEndpointRouteBuilder app) => app.MapTopic<SchedulesSuspended>(StartAsync);

    private static async Task<Ok> StartAsync([FromBody] SchedulesSuspended message, Sagas sagas, CancellationToken cancellationToken)
    {
        var input = new SuspensionInput(message.HospitalCode, message.ScheduleIds, message.Reason);
        await sagas.StartAsync(nameof(SuspensionWorkflow), SuspensionWorkflow.IdOf(message.EventId), input, cancellationToken);
        return TypedResults.Ok();
    }
}

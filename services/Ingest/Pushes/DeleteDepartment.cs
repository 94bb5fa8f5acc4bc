using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.HospitalSdk.Messages;
using Yilai.Ingest.Signatures;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Pushes;

/// <summary>
/// Removes a department with its schedules. Each schedule goes out of orders first, where one that was booked a moment ago
/// still stops it all; what is gone by then had no live order.
/// </summary>
internal static class DeleteDepartment
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Caller caller,
        string code,
        [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        CancellationToken cancellationToken)
    {
        var department = caller.Path($"/departments/{Uri.EscapeDataString(code)}");
        if (await orders.FindAsync<LiveOrders>($"{department}/live-orders", cancellationToken) is { Count: > 0 })
        {
            return Problems.Conflict("live-orders", "该科室还有未就诊的预约，不能删除。");
        }

        var schedules = await hospitals.FindAsync<ItemList<ScheduleId>>(
            caller.Path($"/schedules?department={Uri.EscapeDataString(code)}"), cancellationToken);
        foreach (var schedule in schedules?.Items ?? [])
        {
            var freed = await orders.SendAsync<object>(
                HttpMethod.Delete, caller.Path($"/schedules/{Uri.EscapeDataString(schedule.Id)}"), null, cancellationToken);
            if (freed.Problem is { Status: not StatusCodes.Status404NotFound } refused)
            {
                return refused.ToResult();
            }
        }

        var deleted = await hospitals.SendAsync<object>(HttpMethod.Delete, department, null, cancellationToken);
        return deleted.Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
    }

    private sealed record LiveOrders(long Count);

    private sealed record ScheduleId(string Id);
}

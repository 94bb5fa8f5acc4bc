using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>What Prometheus reads of workflows.</summary>
public sealed class WorkflowMetricsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workflows_TheirOperationsActivitiesAndEnds_AreCounted()
    {
        await using var sidecar = await TestSidecar.StartAsync(Worker.InMemory, o => o with { MetricsPort = 0 }, ("app", 0));
        await using var worker = await Worker.StartAsync(sidecar.Ports("app").GrpcPort, o =>
        {
            o.RegisterWorkflow<int, int>("order", async (context, n) =>
            {
                await context.WaitForExternalEventAsync<string>("paid");
                return await context.CallActivityAsync<int>("double", n);
            });
            o.RegisterWorkflow<int, int>("broken", (context, n) => context.CallActivityAsync<int>("throw", n));
            o.RegisterWorkflow<int, int>("endless", async (context, n) =>
            {
                await context.WaitForExternalEventAsync<string>("never");
                return n;
            });
            o.RegisterActivity<int, int>("double", (_, n) => Task.FromResult(n * 2));
            o.RegisterActivity<int, int>("throw", (_, _) => throw new InvalidOperationException("no"));
        });

        var order = await worker.Client.ScheduleNewWorkflowAsync("order", input: 1);
        await worker.Client.RaiseEventAsync(order, "paid", "yes", Cancellation);
        await worker.Client.WaitForWorkflowCompletionAsync(order, cancellation: Cancellation);
        await worker.Client.PurgeInstanceAsync(order, Cancellation);
        await worker.Client.WaitForWorkflowCompletionAsync(await worker.Client.ScheduleNewWorkflowAsync("broken", input: 1), cancellation: Cancellation);
        await worker.Client.TerminateWorkflowAsync(await worker.Client.ScheduleNewWorkflowAsync("endless", input: 1), null, Cancellation);

        await Scrape.UntilAsync(sidecar, Sample("operation_count", "operation=\"create_workflow\",status=\"success\""), 3);
        await Scrape.UntilAsync(sidecar, Sample("operation_latency_count", "operation=\"add_event\",status=\"success\""), 2);
        await Scrape.HasAsync(
            sidecar,
            Sample("operation_count", "operation=\"purge_workflow\",status=\"success\""),
            Sample("execution_count", "status=\"success\",workflow_name=\"order\""),
            Sample("execution_latency_count", "status=\"failed\",workflow_name=\"broken\""),
            Sample("execution_count", "status=\"terminated\",workflow_name=\"endless\""),
            Sample("scheduling_latency_count", "workflow_name=\"order\""),
            Activity("operation_count", "double", "success"), Activity("execution_count", "double", "success"), Activity("execution_latency_count", "throw", "failed"));
    }

    private static string Sample(string what, string labels) => $"dapr_runtime_workflow_{what}{{app_id=\"app\",namespace=\"default\",{labels}}}";

    private static string Activity(string what, string name, string status) => $"dapr_runtime_workflow_activity_{what}{{activity_name=\"{name}\",app_id=\"app\",namespace=\"default\",status=\"{status}\"}}";
}

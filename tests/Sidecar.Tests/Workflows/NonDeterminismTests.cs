using Dapr.Workflow;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>Code that wants something else than its history says.</summary>
public sealed class NonDeterminismTests
{
    [Fact]
    public async Task Workflow_WithAnotherStepThanItsHistory_FailsAndNamesBoth()
    {
        var runs = 0;
        await using var sidecar = await TestSidecar.StartAsync(Worker.InMemory, ("app", 0));
        await using var worker = await Worker.StartAsync(sidecar.Ports("app").GrpcPort, o =>
        {
            o.RegisterWorkflow<int, int>("fickle", async (context, _) =>
            {
                var first = context.CallActivityAsync<int>("pay", 1);
                var second = Interlocked.Increment(ref runs) == 1 ? context.CallActivityAsync<int>("pay", 2) : Task.FromResult(0);
                await first;
                await context.CreateTimer(TimeSpan.FromMinutes(1));
                return await second;
            });
            o.RegisterActivity<int, int>("pay", (_, n) => Task.FromResult(n));
        });

        var id = await worker.Client.ScheduleNewWorkflowAsync("fickle", input: 0);
        var end = await worker.Client.WaitForWorkflowCompletionAsync(id, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((WorkflowRuntimeStatus.Failed, "NonDeterminism"), (end.RuntimeStatus, end.FailureDetails?.ErrorType));
        Assert.Equal("the workflow's code is not deterministic: step 1 was the activity 'pay' when it ran first, and is a timer now", end.FailureDetails?.ErrorMessage);
    }
}

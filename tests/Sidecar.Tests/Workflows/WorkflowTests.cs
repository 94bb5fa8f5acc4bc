using Dapr.Workflow;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>What workflow code can do, judged by the official package.</summary>
public sealed class WorkflowTests
{
    private static readonly string Yaml = Component("statestore", "state.in-memory", "v1", ("actorStateStore", "true"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workflow_WithThreeActivities_Completes()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("app", 0));
        await using var worker = await Worker.StartAsync(sidecar.Ports("app").GrpcPort, o =>
        {
            o.RegisterWorkflow<int, int>("sum", async (context, n) =>
            {
                var sum = 0;
                for (var i = 0; i < 3; i++)
                    sum += await context.CallActivityAsync<int>("double", n + i);
                return sum;
            });
            o.RegisterActivity<int, int>("double", (_, n) => Task.FromResult(n * 2));
        });

        var id = await worker.Client.ScheduleNewWorkflowAsync("sum", input: 1);
        var state = await worker.Client.WaitForWorkflowCompletionAsync(id, cancellation: Cancellation);

        Assert.Equal(WorkflowRuntimeStatus.Completed, state.RuntimeStatus);
        Assert.Equal(12, state.ReadOutputAs<int>());
        Assert.Equal(1, state.ReadInputAs<int>());
    }
}

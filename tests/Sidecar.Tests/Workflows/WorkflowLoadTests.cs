using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>Many instances, and long ones.</summary>
public sealed class WorkflowLoadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<Worker> StartWorkerAsync(TestSidecar sidecar) => Worker.StartAsync(sidecar.Ports("app").GrpcPort, o =>
    {
        o.RegisterWorkflow<int, int>("steps", async (context, n) =>
        {
            var sum = 0;
            for (var i = 0; i < n; i++)
                sum += await context.CallActivityAsync<int>("one", i);
            return sum;
        });
        o.RegisterWorkflow<int, int>("wait", (context, _) => context.WaitForExternalEventAsync<int>("go"));
        o.RegisterActivity<int, int>("one", (_, _) => Task.FromResult(1));
    });

    [Fact]
    public async Task TenThousandInstances_WaitAtOnce_AndAllComplete()
    {
        const int Count = 10_000;
        await using var sidecar = await TestSidecar.StartAsync(Worker.InMemory, ("app", 0));
        await using var worker = await StartWorkerAsync(sidecar);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = 200, CancellationToken = Cancellation };

        await Parallel.ForAsync(0, Count, limit, async (i, _) => await worker.Client.ScheduleNewWorkflowAsync("wait", $"w{i}", 0));
        await Parallel.ForAsync(0, Count, limit, async (i, token) => await worker.Client.RaiseEventAsync($"w{i}", "go", i, token));
        await Parallel.ForAsync(0, Count, limit, async (i, token) =>
            Assert.Equal(i, (await worker.Client.WaitForWorkflowCompletionAsync($"w{i}", cancellation: token)).ReadOutputAs<int>()));
    }

    [Fact]
    public async Task History_OfFiveThousandEvents_IsCarried()
    {
        await using var sidecar = await TestSidecar.StartAsync(Worker.InMemory, ("app", 0));
        await using var worker = await StartWorkerAsync(sidecar);

        var id = await worker.Client.ScheduleNewWorkflowAsync("steps", input: 1700);

        Assert.Equal(1700, (await worker.Client.WaitForWorkflowCompletionAsync(id, cancellation: Cancellation)).ReadOutputAs<int>());
        Assert.True((await worker.Client.GetInstanceHistoryAsync(id, Cancellation)).Count > 5000);
    }
}

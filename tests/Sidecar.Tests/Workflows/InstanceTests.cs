using Dapr.Workflow;
using Grpc.Core;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>What clients can do with instances.</summary>
public sealed class InstanceTests : IAsyncLifetime
{
    private TestSidecar sidecar = null!;
    private Worker worker = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DaprWorkflowClient Client => worker.Client;

    public async ValueTask InitializeAsync()
    {
        sidecar = await TestSidecar.StartAsync(Worker.InMemory, ("app", 0));
        worker = await StartWorkerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await worker.DisposeAsync();
        await sidecar.DisposeAsync();
    }

    private Task<Worker> StartWorkerAsync() => Worker.StartAsync(sidecar.Ports("app").GrpcPort, o =>
    {
        o.RegisterWorkflow<string, string>("wait", (context, _) => context.WaitForExternalEventAsync<string>("go"));
        o.RegisterWorkflow<string, string>("parent", (context, child) => context.CallChildWorkflowAsync<string>("wait", "", new ChildWorkflowTaskOptions { InstanceId = child }));
        o.RegisterWorkflow<string, string>("echo", (_, text) => Task.FromResult(text));
    });

    private async Task<WorkflowRuntimeStatus> StatusAsync(string id) => (await Client.GetWorkflowStateAsync(id, cancellation: Cancellation))!.RuntimeStatus;

    [Fact]
    public async Task Instance_ThatNobodyStarted_DoesNotExist()
    {
        Assert.False(await Client.GetWorkflowStateAsync("nobody", cancellation: Cancellation) is { Exists: true });
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAnyAsync<RpcException>(() => Client.RaiseEventAsync("nobody", "go", "", Cancellation))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAnyAsync<RpcException>(() => Client.TerminateWorkflowAsync("nobody", null, Cancellation))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAnyAsync<RpcException>(() => Client.PurgeInstanceAsync("nobody", Cancellation))).StatusCode);
    }

    [Fact]
    public async Task Start_WithTheIdOfARunningOne_IsRefused()
    {
        await Client.ScheduleNewWorkflowAsync("wait", "w", "");

        var refusal = await Assert.ThrowsAnyAsync<RpcException>(() => Client.ScheduleNewWorkflowAsync("wait", "w", ""));

        Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode);
        Assert.Equal("an active workflow with ID 'w' already exists", refusal.Status.Detail);
    }

    [Fact]
    public async Task Start_WithTheIdOfAnEndedOne_BeginsAnew()
    {
        await Client.ScheduleNewWorkflowAsync("echo", "w", "first");
        await Client.WaitForWorkflowCompletionAsync("w", cancellation: Cancellation);
        await Client.ScheduleNewWorkflowAsync("echo", "w", "second");

        Assert.Equal("second", (await Client.WaitForWorkflowCompletionAsync("w", cancellation: Cancellation)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Start_InTheFuture_WaitsUntilThen()
    {
        var at = TimeProvider.System.GetUtcNow().AddSeconds(3);
        await Client.ScheduleNewWorkflowAsync("echo", "later", "x", at, Cancellation);

        Assert.Equal(WorkflowRuntimeStatus.Pending, await StatusAsync("later"));
        var state = await Client.WaitForWorkflowCompletionAsync("later", cancellation: Cancellation);
        Assert.True(state.LastUpdatedAt >= at);
    }

    [Fact]
    public async Task Suspend_HoldsTheWorkflow_UntilResume()
    {
        await Client.ScheduleNewWorkflowAsync("wait", "w", "");
        await Client.SuspendWorkflowAsync("w", "lunch", Cancellation);
        Assert.Equal(WorkflowRuntimeStatus.Suspended, await StatusAsync("w"));

        await Client.ResumeWorkflowAsync("w", null, Cancellation);
        Assert.Equal(WorkflowRuntimeStatus.Running, await StatusAsync("w"));
        await Client.RaiseEventAsync("w", "go", "gone", Cancellation);

        Assert.Equal("gone", (await Client.WaitForWorkflowCompletionAsync("w", cancellation: Cancellation)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminate_EndsTheWorkflowAndItsChildren()
    {
        await Client.ScheduleNewWorkflowAsync("parent", "p", "c");
        await WaitFor.ConditionAsync(async () => await Client.GetWorkflowStateAsync("c", cancellation: Cancellation) is { Exists: true });

        await Client.TerminateWorkflowAsync("p", "enough", Cancellation);

        Assert.Equal(WorkflowRuntimeStatus.Terminated, await StatusAsync("p"));
        Assert.Equal(WorkflowRuntimeStatus.Terminated, (await Client.WaitForWorkflowCompletionAsync("c", cancellation: Cancellation)).RuntimeStatus);
        await Client.RaiseEventAsync("p", "go", "too late", Cancellation); // Taken silently.
        Assert.Equal(WorkflowRuntimeStatus.Terminated, await StatusAsync("p"));
    }

    [Fact]
    public async Task Purge_DeletesEndedOnesOnly()
    {
        await Client.ScheduleNewWorkflowAsync("wait", "w", "");
        Assert.Contains("not yet completed", (await Assert.ThrowsAnyAsync<RpcException>(() => Client.PurgeInstanceAsync("w", Cancellation))).Status.Detail, StringComparison.Ordinal);
        await Client.TerminateWorkflowAsync("w", null, Cancellation);

        Assert.True(await Client.PurgeInstanceAsync("w", Cancellation));

        Assert.False(await Client.GetWorkflowStateAsync("w", cancellation: Cancellation) is { Exists: true });
        Assert.Empty((await Client.ListInstanceIdsAsync(cancellation: Cancellation)).InstanceIds);
    }

    [Fact]
    public async Task List_GivesAllIdsPageByPage()
    {
        for (var i = 0; i < 5; i++)
            await Client.ScheduleNewWorkflowAsync("echo", $"e{i}", "");

        var first = await Client.ListInstanceIdsAsync(pageSize: 3, cancellation: Cancellation);
        var second = await Client.ListInstanceIdsAsync(first.ContinuationToken, 3, Cancellation);

        Assert.Equal(["e0", "e1", "e2", "e3", "e4"], first.InstanceIds.Concat(second.InstanceIds));
        Assert.Null(second.ContinuationToken);
    }

    [Fact]
    public async Task History_TellsWhatHappened()
    {
        await Client.ScheduleNewWorkflowAsync("echo", "e", "x");
        await Client.WaitForWorkflowCompletionAsync("e", cancellation: Cancellation);

        var history = await Client.GetInstanceHistoryAsync("e", Cancellation);

        Assert.Equal(["OrchestratorStarted", "ExecutionStarted", "ExecutionCompleted"], history.Select(h => h.EventType.ToString()).Select(t => t.Replace("Workflow", "Orchestrator", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Worker_ThatGoes_LeavesItsWorkToTheNext()
    {
        await Client.ScheduleNewWorkflowAsync("wait", "w", "");
        await worker.DisposeAsync();
        using var http = sidecar.Http("app");
        await WaitFor.ConditionAsync(async () => await ConnectedWorkersAsync(http) == 0);
        using var posted = await http.PostAsync("/v1.0/workflows/dapr/w/raiseEvent/go", new StringContent("\"on\""), Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, posted.StatusCode);

        worker = await StartWorkerAsync();
        await using var another = await StartWorkerAsync();

        Assert.Equal("on", (await Client.WaitForWorkflowCompletionAsync("w", cancellation: Cancellation)).ReadOutputAs<string>());
        await WaitFor.ConditionAsync(async () => await ConnectedWorkersAsync(http) == 2);
    }

    private static async Task<int> ConnectedWorkersAsync(HttpClient http)
    {
        using var metadata = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("/v1.0/metadata", Cancellation));
        return metadata.RootElement.TryGetProperty("workflows", out var workflows) ? workflows.GetProperty("connectedWorkers").GetInt32() : 0;
    }
}

using Dapr.Workflow;
using Dapr.Workflow.Client;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>kill -9 at every step of a workflow: of its worker, of its sidecar, of both.</summary>
public sealed class WorkflowKillTests
{
    private static readonly string[] Steps =
    [
        "turn0", "first-before", "first-after", "turn1", "second-before", "second-after", "turn2", "timer",
        "child-turn", "third-before", "third-after", "after-child", "event",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Workflow_KilledAtEveryStep_EndsAsIfNothingHadBeen(bool killWorker, bool killSidecar)
    {
        var folder = TestSidecar.NewFolder(Component("statestore", "state.postgresql", "v2", ("connectionString", await TestPostgres.CreateDatabaseAsync(Cancellation)), ("actorStateStore", "true")));
        var sidecar = await SidecarProcess.StartAsync(folder, 0);
        await using var clients = await Worker.StartAsync(sidecar.GrpcPort, null);
        var worker = WorkerProcess.Start(sidecar.GrpcPort, folder);
        try
        {
            var starting = StartAsync(clients.Client);
            foreach (var step in Steps)
            {
                if (step == "event")
                    await clients.Client.RaiseEventAsync("v", "told", "fourth", Cancellation);
                await worker.StandsAsync(step);
                if (killWorker)
                    await worker.DisposeAsync();
                if (killSidecar)
                {
                    await sidecar.KillAsync();
                    sidecar = await SidecarProcess.StartAsync(folder, 0, grpcPort: sidecar.GrpcPort);
                }
                WorkerProcess.LetGo(folder, step);
                if (killWorker)
                    worker = WorkerProcess.Start(sidecar.GrpcPort, folder);
            }

            var end = await clients.Client.WaitForWorkflowCompletionAsync("v", cancellation: Cancellation);
            await starting;
            Assert.Equal((WorkflowRuntimeStatus.Completed, "first second third fourth"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
            // Steps of the workflow are there once; effects of activities at least once, and again only where something was killed.
            var events = await clients.Client.GetInstanceHistoryAsync("v", Cancellation);
            foreach (var (type, count) in new[] { (WorkflowHistoryEventType.TaskScheduled, 2), (WorkflowHistoryEventType.TaskCompleted, 2), (WorkflowHistoryEventType.SubOrchestrationInstanceCreated, 1), (WorkflowHistoryEventType.ExecutionCompleted, 1) })
                Assert.Equal(count, events.Count(e => e.EventType == type));
            var done = await File.ReadAllLinesAsync(Path.Combine(folder, "done"), Cancellation);
            Assert.Equal(["first", "second", "third"], done.Distinct());
            Assert.True(done.Length <= 3 + Steps.Length, string.Join(' ', done));
        }
        finally
        {
            await worker.DisposeAsync();
            await sidecar.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The answer to the start may get lost with the sidecar; the instance is there.</summary>
    private static async Task StartAsync(DaprWorkflowClient client)
    {
        try
        {
            await client.ScheduleNewWorkflowAsync("visit", "v", "");
        }
        catch (Grpc.Core.RpcException)
        {
            await WaitFor.ConditionAsync(() => IsThereAsync(client), 60);
        }
    }

    private static async Task<bool> IsThereAsync(DaprWorkflowClient client)
    {
        try
        {
            return await client.GetWorkflowStateAsync("v", cancellation: Cancellation) is { Exists: true };
        }
        catch (Grpc.Core.RpcException)
        {
            return false; // Not up again yet.
        }
    }
}

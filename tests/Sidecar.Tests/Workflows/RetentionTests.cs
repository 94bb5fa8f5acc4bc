using Dapr.Workflow;
using Npgsql;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>What has ended is kept as long as the Configuration says (<c>spec.workflow.stateRetentionPolicy</c>), and no longer.</summary>
public sealed class RetentionTests : IDisposable
{
    private readonly DataFolders folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folders.Dispose();

    [Fact]
    public async Task Ended_BeyondItsTime_IsGone_AndWhatRunsOrMayStayIsNot()
    {
        await using var sidecar = await TestSidecar.StartAsync(Documents(Worker.InMemory, Policy("completed: 1s", "failed: 1h", "anyTerminal: 2s")), ("app", 0));
        await using var worker = await StartWorkerAsync(sidecar.Ports("app").GrpcPort);
        await worker.Client.ScheduleNewWorkflowAsync("wait", "runs", "");
        await worker.Client.ScheduleNewWorkflowAsync("wait", "terminated", "");
        await worker.Client.ScheduleNewWorkflowAsync("fail", "failed", "");
        await worker.Client.ScheduleNewWorkflowAsync("echo", "completed", "x");
        await worker.Client.TerminateWorkflowAsync("terminated", null, Cancellation);

        await WaitFor.ConditionAsync(async () => !await IsThereAsync(worker, "completed") && !await IsThereAsync(worker, "terminated"), 30);

        Assert.True(await IsThereAsync(worker, "runs"));
        Assert.True(await IsThereAsync(worker, "failed"));
    }

    [Fact]
    public async Task Ended_AndBegunAnewMeanwhile_IsLeftAlone()
    {
        await using var sidecar = await TestSidecar.StartAsync(Documents(Worker.InMemory, Policy("anyTerminal: 2s")), ("app", 0));
        await using var worker = await StartWorkerAsync(sidecar.Ports("app").GrpcPort);
        await worker.Client.ScheduleNewWorkflowAsync("echo", "again", "x");
        await worker.Client.WaitForWorkflowCompletionAsync("again", cancellation: Cancellation);
        await worker.Client.ScheduleNewWorkflowAsync("echo", "mark", "x");
        await worker.Client.WaitForWorkflowCompletionAsync("mark", cancellation: Cancellation);
        await worker.Client.ScheduleNewWorkflowAsync("wait", "again", "");

        await WaitFor.ConditionAsync(async () => !await IsThereAsync(worker, "mark"), 30);

        Assert.Equal(WorkflowRuntimeStatus.Running, (await worker.Client.GetWorkflowStateAsync("again", cancellation: Cancellation))!.RuntimeStatus);
    }

    [Fact]
    public async Task Ended_BeforeTheSidecarWasKilled_GoesAllTheSame_WithAllItsRows()
    {
        var database = await TestPostgres.CreateDatabaseAsync(Cancellation);
        var store = Component("statestore", "state.postgresql", "v2", ("connectionString", database), ("actorStateStore", "true"));
        await using (var first = await SidecarProcess.StartAsync(folders.New(store), 0))
        await using (var worker = await StartWorkerAsync(first.GrpcPort))
        {
            await worker.Client.ScheduleNewWorkflowAsync("echo", "old", "x");
            await worker.Client.WaitForWorkflowCompletionAsync("old", cancellation: Cancellation);
            await worker.Client.ScheduleNewWorkflowAsync("wait", "runs", "");
            await first.KillAsync();
        }

        // Who keeps for a second is told so only now.
        await using var second = await SidecarProcess.StartAsync(folders.New(Documents(store, Policy("anyTerminal: 1s"))), 0);
        await using var another = await StartWorkerAsync(second.GrpcPort);

        await WaitFor.ConditionAsync(async () => !await IsThereAsync(another, "old"), 30);
        Assert.Equal(0, await CountRowsAsync(database, "old"));
        Assert.NotEqual(0, await CountRowsAsync(database, "runs"));
        Assert.True(await IsThereAsync(another, "runs"));
    }

    private static Task<Worker> StartWorkerAsync(int grpcPort) => Worker.StartAsync(grpcPort, o =>
    {
        o.RegisterWorkflow<string, string>("wait", (context, _) => context.WaitForExternalEventAsync<string>("go"));
        o.RegisterWorkflow<string, string>("echo", (_, text) => Task.FromResult(text));
        o.RegisterWorkflow<string, string>("fail", (_, _) => throw new InvalidOperationException("no"));
    });

    private static async Task<bool> IsThereAsync(Worker worker, string id) => await worker.Client.GetWorkflowStateAsync(id, cancellation: Cancellation) is { Exists: true };

    private static async Task<long> CountRowsAsync(string database, string id)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select count(*) from state where key like '%||' || $1 || '||%'");
        command.Parameters.Add(new() { Value = id });
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static string Policy(params string[] lines) =>
        $"kind: Configuration\nmetadata: {{name: retention}}\nspec:\n  workflow:\n    stateRetentionPolicy:\n{string.Join('\n', lines.Select(line => $"      {line}"))}\n";
}

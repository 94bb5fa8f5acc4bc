using System.Collections.Concurrent;
using Dapr.Workflow;
using Npgsql;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>Workflows on a real database: what a kill -9 and an outage leave.</summary>
public sealed class WorkflowSurvivalTests : IDisposable
{
    private readonly DataFolders folders = new();
    private readonly ConcurrentDictionary<string, int> runs = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folders.Dispose();

    private static string Store(string connection) => Component("statestore", "state.postgresql", "v2", ("connectionString", connection), ("actorStateStore", "true"), ("timeout", "10s"));

    private Task<Worker> StartWorkerAsync(int grpcPort) => Worker.StartAsync(grpcPort, o =>
    {
        o.RegisterWorkflow<int, string>("booking", async (context, n) =>
        {
            var steps = new List<string>();
            for (var i = 0; i < 5; i++)
                steps.Add(await context.CallActivityAsync<string>("step", $"{context.InstanceId}/{i}"));
            await context.CreateTimer(TimeSpan.FromMilliseconds(300));
            steps.Add(await context.CallChildWorkflowAsync<string>("child", n));
            return string.Join(' ', steps);
        });
        o.RegisterWorkflow<int, string>("child", (context, n) => context.CallActivityAsync<string>("step", $"{context.InstanceId}/child"));
        o.RegisterWorkflow<int, string>("wait", (context, _) => context.WaitForExternalEventAsync<string>("go"));
        o.RegisterActivity<string, string>("step", (_, key) =>
        {
            runs.AddOrUpdate(key, 1, (_, n) => n + 1);
            return Task.FromResult(key[(key.LastIndexOf('/') + 1)..]);
        });
    });

    [Fact]
    public async Task Workflows_OutliveASidecarThatIsKilledAgainAndAgain()
    {
        var folder = folders.New(Store(await TestPostgres.CreateDatabaseAsync(Cancellation)));
        const int Count = 30;
        var sidecar = await SidecarProcess.StartAsync(folder, 0);
        await using var worker = await StartWorkerAsync(sidecar.GrpcPort);
        var starting = Task.WhenAll(Enumerable.Range(0, Count).Select(i => StartUntilTakenAsync(worker.Client, $"b{i}")));
        for (var life = 1; life <= 3; life++)
        {
            var goal = life * Count;
            await WaitFor.ConditionAsync(() => runs.Count >= goal || starting.IsCompleted && runs.Count >= Count * 5, 120);
            await sidecar.KillAsync();
            sidecar = await SidecarProcess.StartAsync(folder, 0, grpcPort: sidecar.GrpcPort);
        }
        await starting;

        await WaitFor.ConditionAsync(async () =>
        {
            for (var i = 0; i < Count; i++)
                if (await worker.Client.GetWorkflowStateAsync($"b{i}", cancellation: Cancellation) is not { RuntimeStatus: WorkflowRuntimeStatus.Completed } state
                    || state.ReadOutputAs<string>() != "0 1 2 3 4 child")
                    return false;
            return true;
        }, 180);
        Assert.Equal(Count * 6, runs.Count);
        await sidecar.DisposeAsync();
    }

    [Fact]
    public async Task Waiting_OutlivesTheSidecar()
    {
        var folder = folders.New(Store(await TestPostgres.CreateDatabaseAsync(Cancellation)));
        var sidecar = await SidecarProcess.StartAsync(folder, 0);
        await using (var worker = await StartWorkerAsync(sidecar.GrpcPort))
        {
            await worker.Client.ScheduleNewWorkflowAsync("wait", "w", 0);
            await sidecar.KillAsync();
        }
        await using var second = await SidecarProcess.StartAsync(folder, 0);
        await using var another = await StartWorkerAsync(second.GrpcPort);

        await another.Client.RaiseEventAsync("w", "go", "on", Cancellation);

        Assert.Equal("on", (await another.Client.WaitForWorkflowCompletionAsync("w", cancellation: Cancellation)).ReadOutputAs<string>());
        await sidecar.DisposeAsync();
    }

    [Fact]
    public async Task Workflows_GoOnByThemselves_AfterTheDatabaseWasAway()
    {
        var database = new NpgsqlConnectionStringBuilder(await TestPostgres.CreateDatabaseAsync(Cancellation));
        await using var relay = new TcpRelay(database.Port);
        database.Port = relay.Port;
        database.Host = "127.0.0.1";
        await using var sidecar = await TestSidecar.StartAsync(Store(database.ConnectionString), ("app", 0));
        await using var worker = await StartWorkerAsync(sidecar.Ports("app").GrpcPort);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => worker.Client.ScheduleNewWorkflowAsync("booking", $"o{i}", i)));

        await relay.CutAsync();
        await Assert.ThrowsAnyAsync<Grpc.Core.RpcException>(() => worker.Client.ScheduleNewWorkflowAsync("booking", "refused", 0));
        relay.Restore();

        foreach (var id in ids)
            Assert.Equal("0 1 2 3 4 child", (await worker.Client.WaitForWorkflowCompletionAsync(id, cancellation: Cancellation)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Rows_AreThoseOfDapr()
    {
        var database = await TestPostgres.CreateDatabaseAsync(Cancellation);
        await using var sidecar = await TestSidecar.StartAsync(Store(database), ("app", 0));
        await using var worker = await StartWorkerAsync(sidecar.Ports("app").GrpcPort);
        await worker.Client.ScheduleNewWorkflowAsync("wait", "w", 0);
        await worker.Client.RaiseEventAsync("w", "go", "on", Cancellation);
        await worker.Client.WaitForWorkflowCompletionAsync("w", cancellation: Cancellation);

        await using var source = NpgsqlDataSource.Create(database);
        await using var rows = source.CreateCommand("SELECT string_agg(split_part(key, '||', 4), ' ' ORDER BY key) FROM state WHERE key LIKE 'app||dapr.internal.default.app.workflow||w||%'");
        var keys = ((string)(await rows.ExecuteScalarAsync(Cancellation))!).Split(' ');
        Assert.Equal(["history-000000", "history-000001", "history-000002", "history-000003", "history-000004", "metadata"], keys);
    }

    /// <summary>A start whose answer got lost in a crash may have been taken: then a repeat is refused.</summary>
    private static async Task StartUntilTakenAsync(DaprWorkflowClient client, string id)
    {
        var taken = false;
        await WaitFor.ConditionAsync(async () =>
        {
            try
            {
                taken = taken || await client.GetWorkflowStateAsync(id, cancellation: Cancellation) is { Exists: true };
                if (!taken)
                    await client.ScheduleNewWorkflowAsync("booking", id, 0);
                return true;
            }
            catch (Grpc.Core.RpcException)
            {
                return false; // Killed.
            }
        }, 180);
    }
}

using System.Collections.Concurrent;
using Dapr.Workflow;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>What workflow code can do, judged by the official package.</summary>
public sealed class WorkflowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly ConcurrentQueue<string> done = [];

    private async Task<WorkflowState> RunAsync(string name, object? input, Action<DaprWorkflowClient, string>? meanwhile = null)
    {
        await using var sidecar = await TestSidecar.StartAsync(Worker.InMemory, ("app", 0));
        await using var worker = await Worker.StartAsync(sidecar.Ports("app").GrpcPort, Register);
        var id = await worker.Client.ScheduleNewWorkflowAsync(name, input: input);
        meanwhile?.Invoke(worker.Client, id);
        return await worker.Client.WaitForWorkflowCompletionAsync(id, cancellation: Cancellation);
    }

    private void Register(WorkflowRuntimeOptions o)
    {
        o.RegisterWorkflow<int, int>("sum", async (context, n) =>
        {
            var sum = 0;
            for (var i = 0; i < 3; i++)
                sum += await context.CallActivityAsync<int>("double", n + i);
            return sum;
        });
        o.RegisterWorkflow<int, int>("fan-out", async (context, n) =>
            (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync<int>("double", i)))).Sum());
        o.RegisterActivity<int, int>("double", (_, n) => Task.FromResult(n * 2));
        o.RegisterWorkflow<int, string>("nap", async (context, ms) =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMilliseconds(ms));
            return (context.CurrentUtcDateTime - before).TotalMilliseconds >= ms ? "rested" : "woken early";
        });
        o.RegisterWorkflow<int, string>("wait", async (context, ms) =>
        {
            try
            {
                return await context.WaitForExternalEventAsync<string>("paid", TimeSpan.FromMilliseconds(ms));
            }
            catch (TaskCanceledException)
            {
                return "expired";
            }
        });
        o.RegisterWorkflow<int, string>("wait-twice", async (context, _) =>
            await context.WaitForExternalEventAsync<string>("a") + await context.WaitForExternalEventAsync<string>("A"));
        o.RegisterWorkflow<int, int>("parent", async (context, n) =>
            (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallChildWorkflowAsync<int>("sum", i)))).Sum());
        o.RegisterWorkflow<int, string>("parent-of-a-failure", async (context, _) =>
        {
            try
            {
                return await context.CallChildWorkflowAsync<string>("broken", 1);
            }
            catch (WorkflowTaskFailedException error)
            {
                return error.FailureDetails.ErrorMessage;
            }
        });
        o.RegisterWorkflow<int, string>("broken", (_, _) => throw new InvalidOperationException("no such doctor"));
        o.RegisterWorkflow<int, int>("count", (context, n) =>
        {
            if (n < 30)
                context.ContinueAsNew(n + 1);
            return Task.FromResult(n);
        });
        o.RegisterWorkflow<List<string>, string>("collect", async (context, seen) =>
        {
            seen.Add(await context.WaitForExternalEventAsync<string>("item"));
            if (seen.Count < 5)
                context.ContinueAsNew(seen, preserveUnprocessedEvents: true);
            return string.Join(',', seen.Order());
        });
        o.RegisterWorkflow<int, string>("retried", async (context, failures) =>
        {
            context.SetCustomStatus("trying");
            return await context.CallActivityAsync<string>("flaky", failures, new WorkflowTaskOptions(new WorkflowRetryPolicy(5, TimeSpan.FromMilliseconds(20))));
        });
        o.RegisterActivity<int, string>("flaky", (_, failures) =>
        {
            done.Enqueue("try");
            return done.Count > failures ? Task.FromResult($"after {done.Count}") : throw new TimeoutException("hospital does not answer");
        });
        o.RegisterWorkflow<string, string>("sender", (context, to) =>
        {
            context.SendEvent(to, "paid", "by a friend");
            return Task.FromResult("sent");
        });
    }

    [Fact]
    public async Task Activities_InARow_GiveTheirResults()
    {
        var state = await RunAsync("sum", 1);

        Assert.Equal(WorkflowRuntimeStatus.Completed, state.RuntimeStatus);
        Assert.Equal((1, 12), (state.ReadInputAs<int>(), state.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task Activities_AtOnce_GiveTheirResults() => Assert.Equal(50 * 49, (await RunAsync("fan-out", 50)).ReadOutputAs<int>());

    [Fact]
    public async Task Timer_WakesTheWorkflowInTime() => Assert.Equal("rested", (await RunAsync("nap", 150)).ReadOutputAs<string>());

    [Fact]
    public async Task ExternalEvent_ReachesTheWorkflow() =>
        Assert.Equal("card", (await RunAsync("wait", 60_000, (client, id) => client.RaiseEventAsync(id, "PAID", "card", Cancellation))).ReadOutputAs<string>());

    [Fact]
    public async Task ExternalEvent_ThatNeverComes_TimesOut() => Assert.Equal("expired", (await RunAsync("wait", 100)).ReadOutputAs<string>());

    [Fact]
    public async Task ExternalEvents_BeforeAnybodyWaits_AreKeptInOrder()
    {
        var state = await RunAsync("wait-twice", 0, async (client, id) =>
        {
            await client.RaiseEventAsync(id, "a", "1", Cancellation);
            await client.RaiseEventAsync(id, "a", "2", Cancellation);
        });

        Assert.Equal("12", state.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Children_GiveTheirResults() => Assert.Equal(6 + 12 + 18 + 24, (await RunAsync("parent", 4)).ReadOutputAs<int>());

    [Fact]
    public async Task Child_ThatFails_FailsTheCall() => Assert.Contains("no such doctor", (await RunAsync("parent-of-a-failure", 0)).ReadOutputAs<string>(), StringComparison.Ordinal);

    [Fact]
    public async Task Workflow_ThatThrows_FailsWithTheReason()
    {
        var state = await RunAsync("broken", 0);

        Assert.Equal(WorkflowRuntimeStatus.Failed, state.RuntimeStatus);
        Assert.Equal("no such doctor", state.FailureDetails!.ErrorMessage);
        Assert.EndsWith(nameof(InvalidOperationException), state.FailureDetails.ErrorType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_ThatNobodyRegistered_Fails()
    {
        var state = await RunAsync("unknown", 0);

        Assert.Equal(WorkflowRuntimeStatus.Failed, state.RuntimeStatus);
        Assert.Contains("unknown", state.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContinueAsNew_GoesOnWithTheNewInput()
    {
        var state = await RunAsync("count", 0);

        Assert.Equal((30, 30), (state.ReadInputAs<int>(), state.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task ContinueAsNew_CarriesEventsOver()
    {
        var state = await RunAsync("collect", new List<string>(), (client, id) =>
        {
            foreach (var item in "abcde")
                _ = client.RaiseEventAsync(id, "item", item.ToString(), Cancellation);
        });

        Assert.Equal("a,b,c,d,e", state.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activity_ThatFails_IsRetriedAsThePolicySays()
    {
        var state = await RunAsync("retried", 3);

        Assert.Equal("after 4", state.ReadOutputAs<string>());
        Assert.Equal("trying", state.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Activity_ThatAlwaysFails_FailsTheWorkflow()
    {
        var state = await RunAsync("retried", 100);

        Assert.Equal(WorkflowRuntimeStatus.Failed, state.RuntimeStatus);
        Assert.Contains("hospital does not answer", state.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(5, done.Count);
    }

    [Fact]
    public async Task SendEvent_ReachesAnotherWorkflow()
    {
        var state = await RunAsync("wait", 60_000, (client, id) => client.ScheduleNewWorkflowAsync("sender", input: id));

        Assert.Equal("by a friend", state.ReadOutputAs<string>());
    }
}

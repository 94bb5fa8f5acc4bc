using Dapr.Workflow;
using Yilai.WorkflowWorker;

// A worker that stops at a step of its workflow, so that a test can kill it, or its sidecar, exactly there.
//   Yilai.WorkflowWorker GRPC_PORT FOLDER STEP
var steps = new Steps(args[1], args[2]);
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Configuration["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{args[0]}";
builder.Services.AddDaprWorkflow(options =>
{
    options.RegisterWorkflow<string, string>("visit", async (context, _) =>
    {
        steps.Reach("turn0");
        var first = await context.CallActivityAsync<string>("do", "first");
        steps.Reach("turn1");
        var second = await context.CallActivityAsync<string>("do", "second");
        steps.Reach("turn2");
        await context.CreateTimer(TimeSpan.FromMilliseconds(100));
        steps.Reach("timer");
        var child = await context.CallChildWorkflowAsync<string>("child", "");
        steps.Reach("after-child");
        var told = await context.WaitForExternalEventAsync<string>("told");
        steps.Reach("event");
        return $"{first} {second} {child} {told}";
    });
    options.RegisterWorkflow<string, string>("child", async (context, _) =>
    {
        steps.Reach("child-turn");
        return await context.CallActivityAsync<string>("do", "third");
    });
    options.RegisterActivity<string, string>("do", (_, what) =>
    {
        steps.Reach($"{what}-before");
        steps.Record(what);
        steps.Reach($"{what}-after");
        return Task.FromResult(what);
    });
});
await builder.Build().RunAsync();

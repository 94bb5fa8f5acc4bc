using Dapr.Workflow;

namespace Yilai.WorkflowWorker;

/// <summary>The workflow: activities, a timer, a child and an event, with a step before and after each.</summary>
internal static class Visit
{
    public static void Register(WorkflowRuntimeOptions options, Steps steps)
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
    }
}

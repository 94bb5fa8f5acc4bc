namespace Yilai.Bench.Sidecar;

/// <summary>The embedded sidecar, block by block.</summary>
internal static class SidecarBench
{
    private static readonly Dictionary<string, Func<Task>> Measurements = new(StringComparer.Ordinal)
    {
        ["invocation"] = InvocationBench.RunAsync,
        ["state"] = StateBench.RunAsync,
        ["publish"] = PublishBench.RunAsync,
        ["workflows"] = WorkflowBench.RunAsync,
        ["footprint"] = FootprintBench.RunAsync,
    };

    public static async Task RunAsync(IReadOnlyList<string> chosen)
    {
        foreach (var (name, measure) in Measurements)
            if (chosen.Count == 0 || chosen.Contains(name))
                await measure();
    }
}

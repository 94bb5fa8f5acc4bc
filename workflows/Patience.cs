using Dapr.Workflow;

namespace Yilai.Workflows;

/// <summary>How often activities are tried again, and how long.</summary>
internal static class Patience
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Gets the options for what has to happen some day, such as giving money back: soon at first, then every ten minutes, for weeks.</summary>
    public static WorkflowTaskOptions Endless { get; } = Until(TimeSpan.FromDays(30));

    /// <summary>The same for as long as it makes sense.</summary>
    public static WorkflowTaskOptions Until(TimeSpan timeout) =>
        new(new WorkflowRetryPolicy(maxNumberOfAttempts: 10_000, First, backoffCoefficient: 2, Longest, timeout));
}

using Dapr.DurableTask.Protobuf;

namespace Yilai.Sidecar.Workflows;

/// <summary>
/// For how long what has ended is kept (<c>spec.workflow.stateRetentionPolicy</c>): by how it ended, or however it did.
/// Without a word, for ever.
/// </summary>
internal sealed record RetentionPolicy(TimeSpan? AnyTerminal = null, TimeSpan? Completed = null, TimeSpan? Failed = null, TimeSpan? Terminated = null)
{
    public TimeSpan? Of(OrchestrationStatus end) => end switch
    {
        OrchestrationStatus.Completed => Completed,
        OrchestrationStatus.Failed => Failed,
        OrchestrationStatus.Terminated => Terminated,
        _ => null,
    } ?? AnyTerminal;
}

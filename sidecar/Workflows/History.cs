using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static Dapr.DurableTask.Protobuf.HistoryEvent;

namespace Yilai.Sidecar.Workflows;

/// <summary>What has happened to an instance, and what follows from it.</summary>
internal sealed class History
{
    private readonly HashSet<int> resolved = [];
    private readonly Dictionary<int, HistoryEvent> open = [];
    private readonly Dictionary<int, HistoryEvent> asked = [];

    public List<HistoryEvent> Events { get; } = [];

    public ExecutionStartedEvent? Start { get; private set; }

    public Timestamp? CreatedAt { get; private set; }

    public ExecutionCompletedEvent? End { get; private set; }

    public Timestamp? EndedAt { get; private set; }

    public ExecutionStalledEvent? Stalled { get; private set; }

    public bool IsSuspended { get; private set; }

    /// <summary>Activities, timers and children whose outcome is not known yet, by their task ids.</summary>
    public IReadOnlyDictionary<int, HistoryEvent> Open => open;

    /// <summary>The step of that number, whatever has become of it.</summary>
    public HistoryEvent? Asked(int step) => asked.GetValueOrDefault(step);

    public OrchestrationStatus Status => this switch
    {
        { End: { } end } => end.WorkflowStatus,
        { Stalled: not null } => OrchestrationStatus.Stalled,
        { Start: null } => OrchestrationStatus.Pending,
        { IsSuspended: true } => OrchestrationStatus.Suspended,
        _ => OrchestrationStatus.Running,
    };

    /// <summary>A second start, a second end, a second outcome of the same task.</summary>
    public bool Repeats(HistoryEvent happened) => happened.EventTypeCase switch
    {
        EventTypeOneofCase.ExecutionStarted => Start is not null,
        EventTypeOneofCase.ExecutionCompleted => End is not null,
        _ => Resolves(happened) is { } task && resolved.Contains(task),
    };

    public void Add(HistoryEvent happened)
    {
        switch (happened.EventTypeCase)
        {
            case EventTypeOneofCase.ExecutionStarted:
                (Start, CreatedAt) = (happened.ExecutionStarted, happened.Timestamp);
                break;
            case EventTypeOneofCase.ExecutionCompleted:
                (End, EndedAt) = (happened.ExecutionCompleted, happened.Timestamp);
                break;
            case EventTypeOneofCase.ExecutionSuspended:
                IsSuspended = true;
                break;
            case EventTypeOneofCase.ExecutionResumed:
                IsSuspended = false;
                break;
            case EventTypeOneofCase.EventSent:
                asked[happened.EventId] = happened;
                break;
            case EventTypeOneofCase.TaskScheduled or EventTypeOneofCase.TimerCreated or EventTypeOneofCase.ChildWorkflowInstanceCreated:
                asked[happened.EventId] = happened;
                // After a crash, the outcome may have come before the step that asked for it was repeated.
                if (!resolved.Contains(happened.EventId))
                    open[happened.EventId] = happened;
                break;
            default:
                if (Resolves(happened) is { } task)
                {
                    resolved.Add(task);
                    open.Remove(task);
                }
                break;
        }
        Stalled = happened.ExecutionStalled;
        Events.Add(happened);
    }

    /// <summary>The task an event is the outcome of. Task ids count over all kinds of tasks of an execution.</summary>
    public static int? Resolves(HistoryEvent happened) => happened.EventTypeCase switch
    {
        EventTypeOneofCase.TaskCompleted => happened.TaskCompleted.TaskScheduledId,
        EventTypeOneofCase.TaskFailed => happened.TaskFailed.TaskScheduledId,
        EventTypeOneofCase.ChildWorkflowInstanceCompleted => happened.ChildWorkflowInstanceCompleted.TaskScheduledId,
        EventTypeOneofCase.ChildWorkflowInstanceFailed => happened.ChildWorkflowInstanceFailed.TaskScheduledId,
        EventTypeOneofCase.TimerFired => happened.TimerFired.TimerId,
        _ => null,
    };
}

using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static Dapr.DurableTask.Protobuf.HistoryEvent;

namespace Yilai.Sidecar.Workflows;

/// <summary>One run of the workflow's code: what it has not seen yet, and how much of the inbox that was.</summary>
internal sealed record Turn(InstanceState State, int Taken, IReadOnlyList<HistoryEvent> Events)
{
    public ExecutionTerminatedEvent? Termination { get; } =
        Events.FirstOrDefault(e => e.EventTypeCase == EventTypeOneofCase.ExecutionTerminated)?.ExecutionTerminated;

    /// <summary>Takes the whole inbox; nothing when all of it only repeats what is known.</summary>
    public static Turn? Begin(InstanceState state, DateTimeOffset now)
    {
        var events = new List<HistoryEvent>
        {
            new() { EventId = -1, Timestamp = Timestamp.FromDateTimeOffset(now), WorkflowStarted = new WorkflowStartedEvent() },
        };
        var resolved = new HashSet<int>();
        foreach (var (happened, _) in state.Inbox)
            if (!state.History.Repeats(happened) && (History.Resolves(happened) is not { } task || resolved.Add(task)))
                events.Add(happened);
        return events.Count > 1 ? new Turn(state, state.Inbox.Count, events) : null;
    }

    public WorkItem Request() => new()
    {
        WorkflowRequest = new WorkflowRequest
        {
            InstanceId = State.InstanceId,
            PastEvents = { State.History.Events },
            NewEvents = { Events },
        },
    };
}

/// <summary>What goes to another instance, perhaps of another app, before a turn is saved; the receiver drops what it has already got.</summary>
internal sealed record Message(string? AppId, string InstanceId, HistoryEvent Event);

/// <summary>What a turn leads to.</summary>
internal sealed class TurnOutcome
{
    /// <summary>The next part of the history.</summary>
    public List<HistoryEvent> Added { get; } = [];

    public Queue<Message> Messages { get; } = [];

    /// <summary>The first events of the next execution under the same id (continue-as-new).</summary>
    public List<HistoryEvent>? Continuation { get; set; }

    /// <summary>The worker cannot run this version of the workflow; another may.</summary>
    public ExecutionStalledEvent? Stall { get; set; }
}

using Dapr.DurableTask.Protobuf;
using static Dapr.DurableTask.Protobuf.HistoryEvent;

namespace Yilai.Sidecar.Workflows;

/// <summary>An event that waits for the next turn; saved ones are in the store's inbox, the others can be had again.</summary>
internal readonly record struct Waiting(HistoryEvent Event, bool IsSaved);

/// <summary>All of an instance that outlives a turn, as Dapr keeps it.</summary>
internal sealed class InstanceState(string instanceId, ulong generation)
{
    public string InstanceId => instanceId;

    /// <summary>Counts the executions under this id: a start over an ended one, a continue-as-new.</summary>
    public ulong Generation => generation;

    public History History { get; init; } = new();

    /// <summary>Saved events stand before those that are not.</summary>
    public List<Waiting> Inbox { get; init; } = [];

    public int SavedInbox => Inbox.Count(w => w.IsSaved);

    public string? CustomStatus { get; set; }

    public bool IsEnded => History.End is not null;

    /// <summary>The start, also of an instance whose first turn has not been.</summary>
    public HistoryEvent? StartEvent =>
        Inbox.Find(w => w.Event.EventTypeCase == EventTypeOneofCase.ExecutionStarted).Event
        ?? History.Events.Find(e => e.EventTypeCase == EventTypeOneofCase.ExecutionStarted);

    public WorkflowState Describe(bool withPayloads)
    {
        var start = History.Start ?? StartEvent?.ExecutionStarted ?? new ExecutionStartedEvent();
        var created = History.CreatedAt ?? StartEvent?.Timestamp;
        var state = new WorkflowState
        {
            InstanceId = instanceId,
            Name = start.Name,
            Version = start.Version,
            WorkflowStatus = History.Status,
            CreatedTimestamp = created,
            LastUpdatedTimestamp = History.Events.Count > 0 ? History.Events[^1].Timestamp : created,
            CompletedTimestamp = History.EndedAt,
            ScheduledStartTimestamp = start.ScheduledStartTimestamp,
            ExecutionId = start.WorkflowInstance?.ExecutionId,
        };
        if (History.Events.Count > 0)
            state.StartedAt = History.Events[0].Timestamp;
        if (start.ParentInstance is { } parent)
        {
            state.ParentInstanceId = parent.WorkflowInstance.InstanceId;
            state.ParentAppId = parent.HasAppID ? parent.AppID : null;
        }
        state.Tags.Add(start.Tags);
        if (withPayloads)
        {
            state.Input = start.Input;
            state.CustomStatus = CustomStatus;
            state.Output = History.End?.Result;
            state.FailureDetails = History.End?.FailureDetails;
        }
        return state;
    }
}

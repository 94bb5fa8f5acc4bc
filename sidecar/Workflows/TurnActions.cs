using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static Dapr.DurableTask.Protobuf.HistoryEvent;
using static Dapr.DurableTask.Protobuf.WorkflowAction;

namespace Yilai.Sidecar.Workflows;

/// <summary>Turns what the workflow's code wants into history and messages. Changes nothing by itself.</summary>
internal sealed class TurnActions(string appId, Turn turn, DateTimeOffset now)
{
    private readonly TurnOutcome outcome = new();
    private readonly Timestamp time = Timestamp.FromDateTimeOffset(now);
    private readonly ExecutionStartedEvent start = turn.State.History.Start ?? turn.State.StartEvent!.ExecutionStarted;
    private bool ended = turn.State.IsEnded;

    private string Id => turn.State.InstanceId;

    public TurnOutcome Apply(WorkflowResponse response)
    {
        outcome.Added.AddRange(turn.Events);
        if (response.Version is { } version)
            turn.Events[0].WorkflowStarted.Version = version;
        if (response.Actions.Select(a => ActionCheck.Failure(a, turn.State.History)).FirstOrDefault(f => f is not null) is { } failure)
        {
            End(-1, new ExecutionCompletedEvent { WorkflowStatus = OrchestrationStatus.Failed, FailureDetails = failure });
            return outcome;
        }
        foreach (var action in response.Actions.Where(a => !ActionCheck.IsRepeated(a, turn.State.History)))
        {
            Apply(action);
            if (outcome.Continuation is not null || outcome.Stall is not null)
            {
                outcome.Messages.Clear(); // The rest of this turn is not to happen.
                return outcome;
            }
        }
        if (turn.Termination is { } termination)
            Terminate(termination);
        return outcome;
    }

    private void Apply(WorkflowAction action)
    {
        switch (action.WorkflowActionTypeCase)
        {
            case WorkflowActionTypeOneofCase.ScheduleTask when action.ScheduleTask is { } task:
                Add(action, new HistoryEvent
                {
                    TaskScheduled = new TaskScheduledEvent { Name = task.Name, Version = task.Version, Input = task.Input, TaskExecutionId = task.TaskExecutionId, ParentTraceContext = start.ParentTraceContext },
                }, task.Router);
                break;
            case WorkflowActionTypeOneofCase.CreateTimer:
                Add(action, new HistoryEvent { TimerCreated = Timer(action.CreateTimer) });
                break;
            case WorkflowActionTypeOneofCase.CreateChildWorkflow:
                CreateChild(action, action.CreateChildWorkflow);
                break;
            case WorkflowActionTypeOneofCase.SendEvent when action.SendEvent is { } sent:
                Add(action, new HistoryEvent { EventSent = new EventSentEvent { InstanceId = sent.Instance.InstanceId, Name = sent.Name, Input = sent.Data } });
                Send(action.Router?.TargetAppID, sent.Instance.InstanceId, new HistoryEvent { EventRaised = new EventRaisedEvent { Name = sent.Name, Input = sent.Data } });
                break;
            case WorkflowActionTypeOneofCase.TerminateWorkflow when action.TerminateWorkflow is { } other:
                Send(action.Router?.TargetAppID, other.InstanceId, new HistoryEvent { ExecutionTerminated = new ExecutionTerminatedEvent { Input = other.Reason, Recurse = other.Recurse } });
                break;
            case WorkflowActionTypeOneofCase.CompleteWorkflow when !ended:
                Complete(action, action.CompleteWorkflow);
                break;
            case WorkflowActionTypeOneofCase.WorkflowVersionNotAvailable:
                outcome.Stall = new ExecutionStalledEvent { Reason = StalledReason.VersionNotAvailable, Description = "the version of the workflow is not available on the worker" };
                break;
            default:
                break; // A completion after the first one has no effect.
        }
    }

    private void Complete(WorkflowAction action, CompleteWorkflowAction wanted)
    {
        switch (wanted.WorkflowStatus)
        {
            case OrchestrationStatus.Stalled:
                outcome.Stall = new ExecutionStalledEvent { Reason = StalledReason.PatchMismatch, Description = wanted.FailureDetails?.ErrorMessage ?? "the worker's patches differ from the history's" };
                return;
            case OrchestrationStatus.ContinuedAsNew when turn.Termination is null:
                var again = new ExecutionStartedEvent
                {
                    Name = start.Name,
                    ParentInstance = start.ParentInstance,
                    Input = wanted.Result,
                    WorkflowInstance = new WorkflowInstance { InstanceId = Id, ExecutionId = Guid.CreateVersion7(now).ToString() },
                };
                outcome.Continuation = [Stamp(new HistoryEvent { ExecutionStarted = again }), .. wanted.CarryoverEvents];
                return;
            case OrchestrationStatus.ContinuedAsNew:
                return;
            default:
                End(action.Id, new ExecutionCompletedEvent { WorkflowStatus = wanted.WorkflowStatus, Result = wanted.Result, FailureDetails = wanted.FailureDetails });
                return;
        }
    }

    private void End(int eventId, ExecutionCompletedEvent end)
    {
        ended = true;
        outcome.Added.Add(new HistoryEvent { EventId = eventId, Timestamp = time, ExecutionCompleted = end });
        if (start.ParentInstance is not { } parent)
            return;
        var message = end.WorkflowStatus == OrchestrationStatus.Completed
            ? new HistoryEvent { ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent { TaskScheduledId = parent.TaskScheduledId, Result = end.Result } }
            : new HistoryEvent
            {
                ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent
                {
                    TaskScheduledId = parent.TaskScheduledId,
                    FailureDetails = end.FailureDetails ?? new TaskFailureDetails { ErrorType = "WorkflowTerminated", ErrorMessage = $"the child workflow '{Id}' was terminated" },
                },
            };
        Send(parent.HasAppID ? parent.AppID : null, parent.WorkflowInstance.InstanceId, message);
    }

    /// <summary>Workers end a terminated workflow by themselves, unless they had not finished with something else.</summary>
    private void Terminate(ExecutionTerminatedEvent termination)
    {
        if (!ended)
            End(-1, new ExecutionCompletedEvent { WorkflowStatus = OrchestrationStatus.Terminated, Result = termination.Input });
        if (!termination.Recurse)
            return;
        foreach (var child in turn.State.History.Open.Values.Where(e => e.EventTypeCase == EventTypeOneofCase.ChildWorkflowInstanceCreated))
        {
            var end = new ExecutionTerminatedEvent { Input = termination.Input, Recurse = true };
            Send(child.Router?.TargetAppID, child.ChildWorkflowInstanceCreated.InstanceId, new HistoryEvent { ExecutionTerminated = end });
        }
    }

    private void CreateChild(WorkflowAction action, CreateChildWorkflowAction wanted)
    {
        var childId = wanted.InstanceId is { Length: > 0 } given ? given : $"{Id}:{action.Id:x4}";
        Add(action, new HistoryEvent
        {
            ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
            {
                InstanceId = childId,
                Name = wanted.Name,
                Version = wanted.Version,
                Input = wanted.Input,
                ParentTraceContext = start.ParentTraceContext,
            },
        }, wanted.Router);
        Send((wanted.Router ?? action.Router)?.TargetAppID, childId, new HistoryEvent
        {
            ExecutionStarted = new ExecutionStartedEvent
            {
                Name = wanted.Name,
                Version = wanted.Version,
                Input = wanted.Input,
                WorkflowInstance = new WorkflowInstance { InstanceId = childId, ExecutionId = Guid.CreateVersion7(now).ToString() },
                ParentInstance = new ParentInstanceInfo
                {
                    TaskScheduledId = action.Id,
                    Name = start.Name,
                    WorkflowInstance = new WorkflowInstance { InstanceId = Id, ExecutionId = start.WorkflowInstance?.ExecutionId },
                    AppID = appId,
                },
                ParentTraceContext = start.ParentTraceContext,
            },
        });
    }

    private static TimerCreatedEvent Timer(CreateTimerAction wanted)
    {
        var timer = new TimerCreatedEvent { FireAt = wanted.FireAt };
        if (wanted.HasName)
            timer.Name = wanted.Name;
        switch (wanted.OriginCase)
        {
            case CreateTimerAction.OriginOneofCase.CreateTimer:
                timer.CreateTimer = wanted.CreateTimer;
                break;
            case CreateTimerAction.OriginOneofCase.ExternalEvent:
                timer.ExternalEvent = wanted.ExternalEvent;
                break;
            case CreateTimerAction.OriginOneofCase.ActivityRetry:
                timer.ActivityRetry = wanted.ActivityRetry;
                break;
            case CreateTimerAction.OriginOneofCase.ChildWorkflowRetry:
                timer.ChildWorkflowRetry = wanted.ChildWorkflowRetry;
                break;
            default:
                break; // Workers of other languages may not say.
        }
        return timer;
    }

    private void Add(WorkflowAction action, HistoryEvent happened, TaskRouter? router = null)
    {
        happened.EventId = action.Id;
        happened.Timestamp = time;
        happened.Router = router ?? action.Router ?? new TaskRouter();
        happened.Router.SourceAppID = appId;
        outcome.Added.Add(happened);
    }

    private void Send(string? target, string instanceId, HistoryEvent happened) =>
        outcome.Messages.Enqueue(new Message(target is { Length: > 0 } ? target : null, instanceId, Stamp(happened)));

    private HistoryEvent Stamp(HistoryEvent happened)
    {
        happened.EventId = -1;
        happened.Timestamp = time;
        return happened;
    }
}

using Dapr.DurableTask.Protobuf;
using static Dapr.DurableTask.Protobuf.HistoryEvent;
using static Dapr.DurableTask.Protobuf.WorkflowAction;

namespace Yilai.Sidecar.Workflows;

/// <summary>What a worker may not ask for: asked again it would ask the same, so the workflow fails and says why.</summary>
internal static class ActionCheck
{
    /// <summary>Nothing for an action that can be carried out.</summary>
    public static TaskFailureDetails? Failure(WorkflowAction action, History history)
    {
        if (IsMalformed(action))
            return Failure("MalformedAction", $"the worker's answer cannot be carried out: step {action.Id} ({action.WorkflowActionTypeCase}) lacks what it needs");
        return Step(action) is { } wanted && history.Asked(action.Id) is { } known && Step(known) != wanted
            ? Failure("NonDeterminism", $"the workflow's code is not deterministic: step {action.Id} was {Step(known)} when it ran first, and is {wanted} now")
            : null;
    }

    /// <summary>The history has the step already. Workers of a suspended workflow (Node's, for one) replay less than they know, and ask again.</summary>
    public static bool IsRepeated(WorkflowAction action, History history) => Step(action) is not null && history.Asked(action.Id) is not null;

    private static bool IsMalformed(WorkflowAction action) => action.WorkflowActionTypeCase switch
    {
        WorkflowActionTypeOneofCase.CreateTimer => action.CreateTimer.FireAt is not { Nanos: >= 0 and < 1_000_000_000, Seconds: > -62_135_596_801 and < 253_402_300_800 },
        WorkflowActionTypeOneofCase.CreateChildWorkflow => action.CreateChildWorkflow.InstanceId.Length > 0 && !WorkflowKeys.IsId(action.CreateChildWorkflow.InstanceId),
        WorkflowActionTypeOneofCase.SendEvent => !WorkflowKeys.IsId(action.SendEvent.Instance?.InstanceId),
        WorkflowActionTypeOneofCase.TerminateWorkflow => !WorkflowKeys.IsId(action.TerminateWorkflow.InstanceId),
        WorkflowActionTypeOneofCase.CompleteWorkflow => action.CompleteWorkflow.WorkflowStatus is not
            (OrchestrationStatus.Completed or OrchestrationStatus.ContinuedAsNew or OrchestrationStatus.Failed or OrchestrationStatus.Canceled or OrchestrationStatus.Terminated or OrchestrationStatus.Stalled),
        WorkflowActionTypeOneofCase.None => true,
        _ => false,
    };

    private static string? Step(WorkflowAction action) => action.WorkflowActionTypeCase switch
    {
        WorkflowActionTypeOneofCase.ScheduleTask => $"the activity '{action.ScheduleTask.Name}'",
        WorkflowActionTypeOneofCase.CreateTimer => "a timer",
        WorkflowActionTypeOneofCase.CreateChildWorkflow => $"the child workflow '{action.CreateChildWorkflow.Name}'",
        WorkflowActionTypeOneofCase.SendEvent => $"the event '{action.SendEvent.Name}'",
        _ => null,
    };

    private static string Step(HistoryEvent happened) => happened.EventTypeCase switch
    {
        EventTypeOneofCase.TaskScheduled => $"the activity '{happened.TaskScheduled.Name}'",
        EventTypeOneofCase.ChildWorkflowInstanceCreated => $"the child workflow '{happened.ChildWorkflowInstanceCreated.Name}'",
        EventTypeOneofCase.EventSent => $"the event '{happened.EventSent.Name}'",
        _ => "a timer",
    };

    private static TaskFailureDetails Failure(string type, string message) => new() { ErrorType = type, ErrorMessage = message, IsNonRetriable = true };
}

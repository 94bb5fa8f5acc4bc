using static Dapr.DurableTask.Protobuf.HistoryEvent;

namespace Yilai.Sidecar.Workflows;

internal static partial class WorkflowLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of workflow {InstanceId} of {AppId} is not saved yet and is tried again: {Reason}")]
    public static partial void NotSaved(this ILogger log, string appId, string instanceId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Workflow {InstanceId} of {AppId} is stalled: {Reason}")]
    public static partial void Stalled(this ILogger log, string appId, string instanceId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A workflow of {AppId} sent {Kind} to {InstanceId}, which is not there")]
    public static partial void NobodyThere(this ILogger log, string appId, string instanceId, EventTypeOneofCase kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The actor state store of {AppId} cannot list its keys: workflows go on only when they are asked for")]
    public static partial void CannotList(this ILogger log, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The workflows of {AppId} are not all taken up yet: {Reason}")]
    public static partial void NotTakenUp(this ILogger log, string appId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ended workflow {InstanceId} of {AppId} is not deleted yet: {Reason}")]
    public static partial void NotDeleted(this ILogger log, string appId, string instanceId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Something of the workflows of {AppId} failed unexpectedly")]
    public static partial void Broken(this ILogger log, Exception error, string appId);

    [LoggerMessage(Level = LogLevel.Information, Message = "A workflow worker of {AppId} is there ({Workers} now)")]
    public static partial void WorkerUp(this ILogger log, string appId, int workers);
}

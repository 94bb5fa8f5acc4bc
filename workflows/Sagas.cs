using Dapr.Workflow;
using Grpc.Core;

namespace Yilai.Workflows;

/// <summary>Starts workflows and tells them what happened, in a way that bears an event's repetition.</summary>
internal sealed class Sagas(DaprWorkflowClient workflows)
{
    /// <summary>Starts a workflow unless it has been started under this id before.</summary>
    public async Task StartAsync<TInput>(string workflow, string id, TInput input, CancellationToken cancellationToken)
    {
        if (await StateAsync(id, cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await workflows.ScheduleNewWorkflowAsync(workflow, id, input, startTime: null, cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
        {
            // The same event, taken twice at the same time.
        }
    }

    /// <summary>Tells a workflow that waits; one that has ended needs no telling.</summary>
    /// <returns>False when it has not been started yet.</returns>
    public async Task<bool> TellAsync(string id, string eventName, string word, CancellationToken cancellationToken)
    {
        if (await StateAsync(id, cancellationToken) is not { } state)
        {
            return false;
        }

        if (!state.IsWorkflowCompleted)
        {
            await workflows.RaiseEventAsync(id, eventName, word, cancellationToken);
        }

        return true;
    }

    private async Task<WorkflowState?> StateAsync(string id, CancellationToken cancellationToken) =>
        await workflows.GetWorkflowStateAsync(id, getInputsAndOutputs: false, cancellationToken) is { Exists: true } state ? state : null;
}

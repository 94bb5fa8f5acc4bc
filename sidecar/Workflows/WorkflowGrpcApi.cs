using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Workflows;

/// <summary>The workflow methods of the service "Dapr"; their older names are still called.</summary>
internal sealed class WorkflowGrpcApi(WorkflowOperations workflows) : IGrpcApi
{
    public void Bind(GrpcMethods methods)
    {
        foreach (var version in (string[])["Alpha1", "Beta1"])
        {
            methods.Unary<StartWorkflowRequest, StartWorkflowResponse>($"StartWorkflow{version}", StartAsync);
            methods.Unary<GetWorkflowRequest, GetWorkflowResponse>($"GetWorkflow{version}", GetAsync);
            methods.Unary<PurgeWorkflowRequest, Empty>($"PurgeWorkflow{version}", (call, r) => Done(workflows.PurgeAsync(call.App, r.InstanceId, call.Cancellation)));
            methods.Unary<TerminateWorkflowRequest, Empty>($"TerminateWorkflow{version}", (call, r) => Done(workflows.TerminateAsync(call.App, r.InstanceId, call.Cancellation)));
            methods.Unary<PauseWorkflowRequest, Empty>($"PauseWorkflow{version}", (call, r) => Done(workflows.PauseAsync(call.App, r.InstanceId, call.Cancellation)));
            methods.Unary<ResumeWorkflowRequest, Empty>($"ResumeWorkflow{version}", (call, r) => Done(workflows.ResumeAsync(call.App, r.InstanceId, call.Cancellation)));
            methods.Unary<RaiseEventWorkflowRequest, Empty>($"RaiseEventWorkflow{version}", (call, r) =>
                Done(workflows.RaiseAsync(call.App, r.InstanceId, r.EventName, r.EventData.IsEmpty ? null : r.EventData.ToStringUtf8(), call.Cancellation)));
        }
    }

    private async Task<StartWorkflowResponse> StartAsync(GrpcCall call, StartWorkflowRequest request) => new()
    {
        InstanceId = await workflows.StartAsync(
            call.App, request.WorkflowName, request.InstanceId, request.Input.ToStringUtf8(), request.Options.GetValueOrDefault("dapr.workflow.start_time"), call.Cancellation),
    };

    private async Task<GetWorkflowResponse> GetAsync(GrpcCall call, GetWorkflowRequest request)
    {
        var response = new GetWorkflowResponse { InstanceId = request.InstanceId };
        if (await workflows.GetAsync(call.App, request.InstanceId, call.Cancellation) is not { } state)
            return response; // daprd leaves it at that.
        response.WorkflowName = state.Name;
        response.CreatedAt = state.CreatedTimestamp;
        response.LastUpdatedAt = state.LastUpdatedTimestamp;
        response.RuntimeStatus = WorkflowOperations.Name(state.WorkflowStatus);
        foreach (var (name, value) in WorkflowOperations.Properties(state))
            response.Properties[name] = value;
        return response;
    }

    private static async Task<Empty> Done(Task work)
    {
        await work;
        return new Empty();
    }
}

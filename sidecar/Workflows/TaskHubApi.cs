using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Workflows;

/// <summary>TaskHubSidecarService: what workers and clients of the workflow SDKs speak.</summary>
internal sealed class TaskHubApi(WorkflowEngines engines, IHostApplicationLifetime life) : IGrpcApi
{
    public Google.Protobuf.Reflection.ServiceDescriptor Service => TaskHubSidecarService.Descriptor;

    public void Bind(GrpcMethods methods)
    {
        methods.Unary<Empty, Empty>("Hello", (_, _) => Task.FromResult(new Empty()));
        methods.Unary<CreateInstanceRequest, CreateInstanceResponse>("StartInstance", StartAsync);
        methods.Unary<GetInstanceRequest, GetInstanceResponse>("GetInstance", async (call, request) =>
            Response(await engines.Of(call.App).ReadAsync(request.InstanceId, s => s?.Describe(request.GetInputsAndOutputs), call.Cancellation)));
        methods.Unary<GetInstanceRequest, GetInstanceResponse>("WaitForInstanceStart", (call, request) => WaitAsync(call, request, s => s != OrchestrationStatus.Pending));
        methods.Unary<GetInstanceRequest, GetInstanceResponse>("WaitForInstanceCompletion", (call, request) => WaitAsync(call, request, IsTerminal));
        methods.Unary<RaiseEventRequest, RaiseEventResponse>("RaiseEvent", async (call, request) =>
        {
            await AddAsync(call, request.InstanceId, new HistoryEvent { EventRaised = new EventRaisedEvent { Name = request.Name, Input = request.Input } });
            return new RaiseEventResponse();
        });
        methods.Unary<TerminateRequest, TerminateResponse>("TerminateInstance", async (call, request) =>
        {
            await AddAsync(call, request.InstanceId, new HistoryEvent { ExecutionTerminated = new ExecutionTerminatedEvent { Input = request.Output, Recurse = request.Recursive } });
            await WaitAsync(call, new GetInstanceRequest { InstanceId = request.InstanceId }, IsTerminal);
            return new TerminateResponse();
        });
        methods.Unary<SuspendRequest, SuspendResponse>("SuspendInstance", async (call, request) =>
        {
            await AddAsync(call, request.InstanceId, new HistoryEvent { ExecutionSuspended = new ExecutionSuspendedEvent { Input = request.Reason } });
            await WaitAsync(call, new GetInstanceRequest { InstanceId = request.InstanceId }, s => s == OrchestrationStatus.Suspended || IsTerminal(s));
            return new SuspendResponse();
        });
        methods.Unary<ResumeRequest, ResumeResponse>("ResumeInstance", async (call, request) =>
        {
            await AddAsync(call, request.InstanceId, new HistoryEvent { ExecutionResumed = new ExecutionResumedEvent { Input = request.Reason } });
            await WaitAsync(call, new GetInstanceRequest { InstanceId = request.InstanceId }, s => s == OrchestrationStatus.Running || IsTerminal(s));
            return new ResumeResponse();
        });
        methods.Unary<PurgeInstancesRequest, PurgeInstancesResponse>("PurgeInstances", PurgeAsync);
        methods.Unary<ListInstanceIDsRequest, ListInstanceIDsResponse>("ListInstanceIDs", ListAsync);
        methods.Unary<GetInstanceHistoryRequest, GetInstanceHistoryResponse>("GetInstanceHistory", async (call, request) =>
            await engines.Of(call.App).ReadAsync(request.InstanceId, s => s is null ? null : new GetInstanceHistoryResponse { Events = { s.History.Events } }, call.Cancellation)
            ?? throw NotFound());
        methods.ServerStream<GetWorkItemsRequest, WorkItem>("GetWorkItems", ServeAsync);
        methods.Unary<WorkflowResponse, CompleteTaskResponse>("CompleteOrchestratorTask", CompleteTurn);
        methods.Unary<WorkflowResponse, CompleteTaskResponse>("CompleteWorkflowTask", CompleteTurn);
        methods.Unary<ActivityResponse, CompleteTaskResponse>("CompleteActivityTask", (call, response) =>
        {
            engines.Of(call.App).Queue.Complete(WorkItemQueue.ActivityKey(response.InstanceId, response.TaskId), response.CompletionToken, response);
            return Task.FromResult(new CompleteTaskResponse());
        });
    }

    private async Task<CreateInstanceResponse> StartAsync(GrpcCall call, CreateInstanceRequest request)
    {
        if (request.Name.Length == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "workflow name is not configured"));
        var engine = engines.Of(call.App);
        var id = request.InstanceId is { Length: > 0 } given ? given : engine.NewId();
        if (!WorkflowKeys.IsId(id))
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"workflow instance ID '{id}' is invalid"));
        var start = new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = request.Version,
            Input = request.Input,
            WorkflowInstance = new WorkflowInstance { InstanceId = id, ExecutionId = request.ExecutionId ?? engine.NewId() },
            ScheduledStartTimestamp = request.ScheduledStartTimestamp,
            ParentTraceContext = request.ParentTraceContext,
        };
        start.Tags.Add(request.Tags);
        await engine.StartAsync(id, start, call.Cancellation);
        return new CreateInstanceResponse { InstanceId = id };
    }

    private async Task<GetInstanceResponse> WaitAsync(GrpcCall call, GetInstanceRequest request, Func<OrchestrationStatus, bool> until) =>
        Response(await engines.Of(call.App).WaitAsync(request.InstanceId, until, request.GetInputsAndOutputs, call.Cancellation));

    private async Task AddAsync(GrpcCall call, string id, HistoryEvent happened)
    {
        if (!await engines.Of(call.App).AddAsync(id, happened, call.Cancellation))
            throw NotFound();
    }

    private async Task<PurgeInstancesResponse> PurgeAsync(GrpcCall call, PurgeInstancesRequest request)
    {
        if (request.PurgeInstanceFilter is not null)
            throw new RpcException(new Status(StatusCode.Unknown, "multi-instance purge is not implemented"));
        var count = await engines.Of(call.App).PurgeAsync(request.InstanceId, request.Recursive, request.Force, call.Cancellation);
        return count > 0 ? new PurgeInstancesResponse { DeletedInstanceCount = count, IsComplete = true } : throw NotFound();
    }

    private async Task<ListInstanceIDsResponse> ListAsync(GrpcCall call, ListInstanceIDsRequest request)
    {
        var after = (await engines.Of(call.App).Store.IdsAsync(call.Cancellation))
            .Where(id => !request.HasContinuationToken || string.CompareOrdinal(id, request.ContinuationToken) > 0);
        var size = request is { HasPageSize: true, PageSize: > 0 } ? (int)Math.Min(request.PageSize, int.MaxValue - 1) : 1024;
        var page = after.Take(size + 1).ToList();
        var response = new ListInstanceIDsResponse { InstanceIds = { page.Take(size) } };
        if (page.Count > size)
            response.ContinuationToken = page[size - 1];
        return response;
    }

    private async Task ServeAsync(GrpcCall call, GetWorkItemsRequest request, IServerStreamWriter<WorkItem> stream)
    {
        var engine = engines.Of(call.App);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, call.App.ShuttingDown, life.ApplicationStopping);
        engine.WakeStalled();
        try
        {
            await engine.Queue.ServeAsync(stream, stop.Token);
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The worker has gone, or this sidecar goes; its work is given to others.
        }
    }

    private Task<CompleteTaskResponse> CompleteTurn(GrpcCall call, WorkflowResponse response)
    {
        engines.Of(call.App).Queue.Complete(WorkItemQueue.TurnKey(response.InstanceId), response.CompletionToken, response);
        return Task.FromResult(new CompleteTaskResponse());
    }

    private static GetInstanceResponse Response(WorkflowState? state) => new() { Exists = state is not null, WorkflowState = state };

    private static bool IsTerminal(OrchestrationStatus status) =>
        status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;

    private static RpcException NotFound() => new(new Status(StatusCode.NotFound, "no such instance exists"));
}

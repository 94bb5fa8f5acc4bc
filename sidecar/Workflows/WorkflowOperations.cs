using System.Globalization;
using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Workflows;

/// <summary>The workflow API of Dapr itself, with its checks and errors: what its HTTP and gRPC sides share.</summary>
internal sealed class WorkflowOperations(WorkflowEngines engines)
{
    private const int LongestId = 64;

    public async Task<string> StartAsync(AppRuntime app, string name, string? id, string? input, string? startTime, CancellationToken cancellation)
    {
        var engine = engines.Of(app);
        id = string.IsNullOrEmpty(id) ? engine.NewId() : id;
        if (id.Length > LongestId)
            throw Invalid("ERR_INSTANCE_ID_TOO_LONG", $"workflow instance ID exceeds the max length of {LongestId} characters");
        Check(id);
        if (name.Length == 0)
            throw Invalid("ERR_WORKFLOW_NAME_MISSING", "workflow name is not configured");
        var start = new ExecutionStartedEvent { Name = name, Input = input, WorkflowInstance = new WorkflowInstance { InstanceId = id, ExecutionId = engine.NewId() } };
        if (startTime is not null)
            start.ScheduledStartTimestamp = DateTimeOffset.TryParse(startTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? Timestamp.FromDateTimeOffset(at)
                : throw Failed("ERR_START_WORKFLOW", $"error starting workflow '{name}': start times must be in RFC3339 format (e.g. \"2009-11-10T23:00:00Z\")");
        await TryAsync("ERR_START_WORKFLOW", $"error starting workflow '{name}': unable to start workflow", async () =>
        {
            await engine.StartAsync(id, start, cancellation);
            return true;
        });
        return id;
    }

    /// <summary>Nothing for an instance that is not there.</summary>
    public Task<WorkflowState?> GetAsync(AppRuntime app, string id, CancellationToken cancellation) =>
        TryAsync("ERR_GET_WORKFLOW", $"error while getting workflow info on instance '{id}'", () => Engine(app, id).ReadAsync(id, s => s?.Describe(withPayloads: true), cancellation));

    public Task RaiseAsync(AppRuntime app, string id, string name, string? data, CancellationToken cancellation) => name.Length == 0
        ? throw Invalid("ERR_WORKFLOW_EVENT_NAME_MISSING", "missing workflow event name")
        : HappenAsync(app, id, new HistoryEvent { EventRaised = new EventRaisedEvent { Name = name, Input = data } }, "ERR_RAISE_EVENT_WORKFLOW", $"error raising event on workflow '{id}'", cancellation);

    public Task PauseAsync(AppRuntime app, string id, CancellationToken cancellation) =>
        HappenAsync(app, id, new HistoryEvent { ExecutionSuspended = new ExecutionSuspendedEvent() }, "ERR_PAUSE_WORKFLOW", $"error pausing workflow {id}", cancellation);

    public Task ResumeAsync(AppRuntime app, string id, CancellationToken cancellation) =>
        HappenAsync(app, id, new HistoryEvent { ExecutionResumed = new ExecutionResumedEvent() }, "ERR_RESUME_WORKFLOW", $"error resuming workflow {id}", cancellation);

    public async Task TerminateAsync(AppRuntime app, string id, CancellationToken cancellation)
    {
        var termination = new HistoryEvent { ExecutionTerminated = new ExecutionTerminatedEvent { Recurse = true } };
        if (!await TryAsync("ERR_TERMINATE_WORKFLOW", $"error terminating workflow '{id}'", () => Engine(app, id).AddAsync(id, termination, cancellation)))
            throw NotFound(id);
    }

    public async Task PurgeAsync(AppRuntime app, string id, CancellationToken cancellation)
    {
        if (await TryAsync("ERR_PURGE_WORKFLOW", $"error purging workflow {id}", () => Engine(app, id).PurgeAsync(id, recursive: true, force: false, cancellation)) == 0)
            throw NotFound(id);
    }

    public static ApiError NotFound(string id) =>
        new(404, StatusCode.NotFound, "ERR_INSTANCE_ID_NOT_FOUND", $"unable to find workflow with the provided instance ID: {id}");

    public static string Name(OrchestrationStatus status) => status switch
    {
        OrchestrationStatus.ContinuedAsNew => "CONTINUED_AS_NEW",
        OrchestrationStatus.Stalled => "UNKNOWN", // daprd's own word for it here.
        _ => status.ToString().ToUpperInvariant(),
    };

    /// <summary>The details that both APIs give as a map.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Properties(WorkflowState state)
    {
        if (state.CustomStatus is { } status)
            yield return new("dapr.workflow.custom_status", status);
        if (state.Input is { } input)
            yield return new("dapr.workflow.input", input);
        if (state.FailureDetails is not { } failure)
        {
            if (state.Output is { } output)
                yield return new("dapr.workflow.output", output);
            yield break;
        }
        yield return new("dapr.workflow.failure.error_type", failure.ErrorType);
        yield return new("dapr.workflow.failure.error_message", failure.ErrorMessage);
        if (failure.StackTrace is { } trace)
            yield return new("dapr.workflow.failure.stack_trace", trace);
    }

    private async Task HappenAsync(AppRuntime app, string id, HistoryEvent happened, string code, string what, CancellationToken cancellation)
    {
        if (!await TryAsync(code, what, () => Engine(app, id).AddAsync(id, happened, cancellation)))
            throw Failed(code, $"{what}: no such instance exists");
    }

    private WorkflowEngine Engine(AppRuntime app, string id)
    {
        Check(id);
        return engines.Of(app);
    }

    private static void Check(string id)
    {
        if (id.Length == 0)
            throw Invalid("ERR_INSTANCE_ID_PROVIDED_MISSING", "no instance ID was provided");
        if (!id.All(c => char.IsLetterOrDigit(c) || c is '-' or '_'))
            throw Invalid("ERR_INSTANCE_ID_INVALID", $"workflow instance ID '{id}' is invalid: only alphanumeric and underscore characters are allowed");
    }

    private static async Task<T> TryAsync<T>(string code, string what, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception error) when (error is not (ApiError or OperationCanceledException))
        {
            throw Failed(code, $"{what}: {(error is RpcException rpc ? rpc.Status.Detail : error.Message)}");
        }
    }

    private static ApiError Invalid(string code, string message) => new(400, StatusCode.InvalidArgument, code, message);

    private static ApiError Failed(string code, string message) => new(500, StatusCode.Internal, code, message);
}

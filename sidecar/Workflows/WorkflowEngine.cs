using System.Collections.Concurrent;
using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Yilai.Sidecar.State;
using Yilai.Sidecar.Telemetry;
using static Dapr.DurableTask.Protobuf.HistoryEvent;

namespace Yilai.Sidecar.Workflows;

/// <summary>The workflows of one app.</summary>
internal sealed class WorkflowEngine : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Instance> instances = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, WorkflowEngine?> others;
    private readonly StoreWriter writer;

    public WorkflowEngine(
        string appId, ITransactionalStateStore store, Func<string, WorkflowEngine?> others, RetentionPolicy retention, AppMetrics? metrics, TimeProvider clock, ILogger log)
    {
        (AppId, this.others, Metrics, Clock, Log) = (appId, others, metrics, clock, log);
        writer = new StoreWriter(store);
        Store = new InstanceStore(store, new WorkflowKeys(appId), writer);
        Stopping = stop.Token;
        Retention = new Retention(retention, this);
    }

    public string AppId { get; }

    public InstanceStore Store { get; }

    public WorkItemQueue Queue { get; } = new();

    /// <summary>Is told of all that ends.</summary>
    public Retention Retention { get; }

    public AppMetrics? Metrics { get; }

    public TimeProvider Clock { get; }

    public ILogger Log { get; }

    public CancellationToken Stopping { get; }

    /// <summary>An event that happens now, from outside of the workflow's code.</summary>
    public HistoryEvent Now(HistoryEvent happened)
    {
        happened.EventId = -1;
        happened.Timestamp = Timestamp.FromDateTimeOffset(Clock.GetUtcNow());
        return happened;
    }

    public string NewId() => Guid.CreateVersion7(Clock.GetUtcNow()).ToString();

    /// <summary>Starts an instance and waits until its first turn has been, unless that is planned for later.</summary>
    public async Task StartAsync(string id, ExecutionStartedEvent start, CancellationToken cancellation)
    {
        await CountAsync("create_workflow", () => WithAsync(id, async instance =>
        {
            if (instance.State is { IsEnded: false })
                throw new RpcException(new Status(StatusCode.AlreadyExists, $"an active workflow with ID '{id}' already exists"));
            await instance.StartAsync(Now(new HistoryEvent { ExecutionStarted = start }));
            return true;
        }, cancellation), done => done);
        if (start.ScheduledStartTimestamp is not { } at || at.ToDateTimeOffset() <= Clock.GetUtcNow())
            await WaitAsync(id, s => s != OrchestrationStatus.Pending, withPayloads: false, cancellation);
    }

    /// <summary>Lets an event happen to an instance; one that has ended takes it silently.</summary>
    /// <returns>Whether there is such an instance.</returns>
    public Task<bool> AddAsync(string id, HistoryEvent happened, CancellationToken cancellation) => CountAsync("add_event", () => HappenAsync(id, happened, cancellation), isThere => isThere);

    private Task<bool> HappenAsync(string id, HistoryEvent happened, CancellationToken cancellation) => WithAsync(id, async instance =>
    {
        await instance.AddAsync(happened.Timestamp is null ? Now(happened) : happened, isDurable: true);
        return instance.State is not null;
    }, cancellation);

    public Task<T> ReadAsync<T>(string id, Func<InstanceState?, T> read, CancellationToken cancellation) =>
        WithAsync(id, instance => Task.FromResult(read(instance.State)), cancellation);

    /// <summary>Waits until the instance is so. Nothing for one that is not there.</summary>
    public async Task<WorkflowState?> WaitAsync(string id, Func<OrchestrationStatus, bool> until, bool withPayloads, CancellationToken cancellation)
    {
        while (true)
        {
            var (instance, changed, found) = await WithAsync(id, i => Task.FromResult((i, i.Changed, Found(i.State))), cancellation);
            if (instance.State is null || found is not null)
                return found;
            await changed.WaitAsync(cancellation);
            if (instance.State is { IsEnded: true } ended && Found(ended) is { } end)
                return end; // It does not change any more, and need not be read again.
        }

        WorkflowState? Found(InstanceState? state) => state is not null && until(state.History.Status) ? state.Describe(withPayloads) : null;
    }

    /// <summary>Deletes an instance and, if wanted, its children.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> PurgeAsync(string id, bool recursive, bool force, CancellationToken cancellation)
    {
        var children = await CountAsync("purge_workflow", () => WithAsync(id, async instance =>
        {
            if (instance.State is not { } state)
                return null;
            if (!state.IsEnded && !force)
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "failed to purge workflow state: workflow has not yet completed"));
            var created = state.History.Events.Where(e => e.ChildWorkflowInstanceCreated is not null).ToList();
            await instance.PurgeAsync();
            return created;
        }, cancellation), created => created is not null);
        var count = children is null ? 0 : 1;
        if (recursive && children is not null)
            foreach (var child in children)
                count += await (Engine(child.Router?.TargetAppID) ?? this).PurgeAsync(child.ChildWorkflowInstanceCreated.InstanceId, recursive, force, cancellation);
        return count;
    }

    public async Task DeliverAsync(Message message)
    {
        var target = Engine(message.AppId);
        if (message.Event.EventTypeCase != EventTypeOneofCase.ExecutionStarted)
        {
            if (target is null || !await target.HappenAsync(message.InstanceId, message.Event, Stopping))
                Log.NobodyThere(AppId, message.InstanceId, message.Event.EventTypeCase);
            return;
        }
        var start = message.Event.ExecutionStarted;
        if (target is not null && await target.StartChildAsync(message.InstanceId, message.Event))
            return;
        var failure = new TaskFailureDetails
        {
            ErrorType = "ChildWorkflowNotStarted",
            ErrorMessage = target is null ? $"there is no app '{message.AppId}' with workflows here" : $"an active workflow with ID '{message.InstanceId}' already exists",
        };
        await HappenAsync(start.ParentInstance.WorkflowInstance.InstanceId, new HistoryEvent
        {
            ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent { TaskScheduledId = start.ParentInstance.TaskScheduledId, FailureDetails = failure },
        }, Stopping);
    }

    /// <summary>Takes up all instances that have not ended; tried until the store answers.</summary>
    public async Task TakeUpAsync()
    {
        if (!Store.CanList)
        {
            Log.CannotList(AppId);
            return;
        }
        var several = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stopping };
        while (true)
        {
            try
            {
                var (live, ended) = await Store.AllAsync(Stopping);
                await Parallel.ForEachAsync(live, several, async (id, cancellation) => await ReadAsync(id, _ => true, cancellation));
                ended.ForEach(e => Retention.Keep(e.Id, e.End, e.At));
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.NotTakenUp(AppId, error.Message);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), Clock, Stopping);
        }
    }

    /// <summary>A worker has come: it may know versions that none knew before.</summary>
    public void WakeStalled()
    {
        foreach (var instance in instances.Values)
            if (instance.State?.History.Stalled is not null)
                Run(() => WithAsync(instance.Id, i =>
                {
                    i.Wake();
                    return Task.FromResult(true);
                }, Stopping));
    }

    /// <summary>Lets something go on by itself.</summary>
    public void Run(Func<Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception) when (Stopping.IsCancellationRequested)
        {
            // It will be taken up at the next start.
        }
        catch (Exception error)
        {
            Log.Broken(error, AppId);
        }
    });

    public void Forget(Instance instance) => instances.TryRemove(KeyValuePair.Create(instance.Id, instance));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Retention.Dispose();
        await writer.DisposeAsync();
        foreach (var instance in instances.Values)
            instance.Dispose();
        stop.Dispose();
    }

    /// <summary>Deletes an instance if its time is over.</summary>
    public Task ForgetAsync(string id) => WithAsync(id, async instance =>
    {
        if (instance.State?.History is { End: { } end, EndedAt: { } at } && Retention.IsOver(end.WorkflowStatus, at.ToDateTimeOffset()))
            await instance.PurgeAsync();
        return true;
    }, Stopping);

    /// <summary>A child that its parent has already started (and says so again after a crash) is left alone.</summary>
    private Task<bool> StartChildAsync(string id, HistoryEvent start) => WithAsync(id, async instance =>
    {
        var parent = start.ExecutionStarted.ParentInstance;
        if (instance.State is { } state && state.StartEvent?.ExecutionStarted.ParentInstance is { } known
            && known.TaskScheduledId == parent.TaskScheduledId && known.WorkflowInstance.Equals(parent.WorkflowInstance))
            return true;
        if (instance.State is { IsEnded: false })
            return false;
        await instance.StartAsync(start);
        return true;
    }, Stopping);

    public WorkflowEngine? Engine(string? appId) => appId is null or "" || appId == AppId ? this : others(appId);

    private Task<T> CountAsync<T>(string operation, Func<Task<T>> work, Func<T, bool> isSuccess) => Timed.DoAsync(Metrics?.WorkflowOperations, work, operation, null, isSuccess);

    private async Task<T> WithAsync<T>(string id, Func<Instance, Task<T>> act, CancellationToken cancellation)
    {
        while (true)
        {
            var instance = instances.GetOrAdd(id, static (key, engine) => new Instance(key, engine), this);
            using var _ = await instance.EnterAsync(cancellation);
            if (instance.IsRetired)
                continue;
            await instance.LoadAsync(cancellation);
            return await act(instance);
        }
    }
}

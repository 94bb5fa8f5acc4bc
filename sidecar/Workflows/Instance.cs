using Dapr.DurableTask.Protobuf;
using static Dapr.DurableTask.Protobuf.HistoryEvent;

namespace Yilai.Sidecar.Workflows;

/// <summary>
/// An instance while it is in memory. Everything on it happens behind its gate, one after another; the gate is open
/// while the worker has a turn, so that events can come meanwhile.
/// </summary>
internal sealed partial class Instance(string id, WorkflowEngine engine) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<int, ITimer> timers = [];
    private TaskCompletionSource changed = NewSignal();
    private bool isLoaded;
    private Turn? turn;

    public string Id => id;

    /// <summary>What there is of it; nothing for an id that was never started.</summary>
    public InstanceState? State { get; private set; }

    /// <summary>Another object stands for this id from now on.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Ends when something has happened to the instance.</summary>
    public Task Changed => changed.Task;

    /// <summary>Enters the gate; leaving it, one that has nothing more to do goes out of memory.</summary>
    public async Task<Lease> EnterAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        return new Lease(this);
    }

    public async Task LoadAsync(CancellationToken cancellation)
    {
        if (isLoaded)
            return;
        State = await engine.Store.LoadAsync(id, cancellation);
        isLoaded = true;
        if (State is { IsEnded: false })
            Resume(State.History.Events);
    }

    /// <summary>Begins anew, over an ended one if there is one.</summary>
    public async Task StartAsync(HistoryEvent start)
    {
        var next = new InstanceState(id, (State?.Generation ?? 0) + 1) { Inbox = [new Waiting(start, IsSaved: true)] };
        await engine.Store.SaveAsync(id, State, next.Generation, [], next.Inbox, null);
        State = next;
        Resume([]);
    }

    /// <summary>Lets something happen to the instance. What is durable is in the store before this ends.</summary>
    public async Task AddAsync(HistoryEvent happened, bool isDurable)
    {
        if (State is not { IsEnded: false } state)
            return;
        if (History.Resolves(happened) is { } task && (state.History.Repeats(happened) || state.Inbox.Exists(w => History.Resolves(w.Event) == task)))
            return;
        if (isDurable)
        {
            List<HistoryEvent> unsaved = [.. state.Inbox.Where(w => !w.IsSaved).Select(w => w.Event), happened];
            await engine.Store.AppendAsync(state, unsaved);
            for (var i = 0; i < state.Inbox.Count; i++)
                state.Inbox[i] = state.Inbox[i] with { IsSaved = true };
        }
        state.Inbox.Add(new Waiting(happened, isDurable));
        Wake();
    }

    public async Task PurgeAsync()
    {
        await engine.Store.DeleteAsync(State!);
        (State, turn) = (null, null);
        StopTimers();
        Signal();
    }

    /// <summary>Begins a turn if there is something to tell the workflow's code and it is not busy.</summary>
    public void Wake()
    {
        if (turn is not null || State is not { IsEnded: false, Inbox.Count: > 0 } state || !IsDue(state))
            return;
        turn = Turn.Begin(state, engine.Clock.GetUtcNow());
        if (turn is null)
        {
            state.Inbox.RemoveAll(w => !w.IsSaved);
            return;
        }
        var begun = turn;
        if (begun.Events.FirstOrDefault(e => e.ExecutionStarted is not null) is { } start)
            engine.Metrics?.WorkflowsBegun.WithLabels([start.ExecutionStarted.Name]).Observe((engine.Clock.GetUtcNow() - (start.ExecutionStarted.ScheduledStartTimestamp ?? start.Timestamp).ToDateTimeOffset()).TotalMilliseconds);
        engine.Queue.Add(WorkItemQueue.TurnKey(id), begun.Request(), response => engine.Run(() => FinishAsync(begun, (WorkflowResponse)response)));
    }

    /// <summary>Hands out again what has no outcome yet.</summary>
    private void Resume(IEnumerable<HistoryEvent> events)
    {
        foreach (var happened in events)
            if (State!.History.Open.TryGetValue(happened.EventId, out var open) && open == happened)
                Begin(happened);
        Wake();
    }

    private void Begin(HistoryEvent happened)
    {
        if (happened.EventTypeCase == EventTypeOneofCase.TimerCreated)
            Arm(happened.EventId, happened.TimerCreated.FireAt);
        else if (happened.EventTypeCase == EventTypeOneofCase.TaskScheduled)
            GiveActivity(happened);
    }

    /// <summary>A start in the future waits; being terminated does not wait for it.</summary>
    private bool IsDue(InstanceState state)
    {
        if (state.History.Start is not null || state.StartEvent?.ExecutionStarted.ScheduledStartTimestamp is not { } at || at.ToDateTimeOffset() <= engine.Clock.GetUtcNow())
            return true;
        if (state.Inbox.Exists(w => w.Event.EventTypeCase == EventTypeOneofCase.ExecutionTerminated))
            return true;
        Arm(StartTimer, at);
        return false;
    }

    private void Signal() => Interlocked.Exchange(ref changed, NewSignal()).SetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        StopTimers();
        gate.Dispose();
    }

    private void Leave()
    {
        if (!IsRetired && State is not { IsEnded: false })
        {
            IsRetired = true;
            StopTimers();
            engine.Forget(this);
        }
        gate.Release();
    }

    internal readonly struct Lease(Instance instance) : IDisposable
    {
        public void Dispose() => instance.Leave();
    }
}

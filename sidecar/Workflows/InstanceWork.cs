using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Yilai.Sidecar.Workflows;

/// <summary>What an instance waits for: the end of a turn, activities, timers.</summary>
internal sealed partial class Instance
{
    private const int StartTimer = -1;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Tells others, then saves; tried until it succeeds, because the worker's answer comes once.</summary>
    private async Task FinishAsync(Turn done, WorkflowResponse response)
    {
        var outcome = new TurnActions(engine.AppId, done, engine.Clock.GetUtcNow()).Apply(response);
        var customStatus = response.CustomStatus ?? done.State.CustomStatus;
        while (true)
        {
            try
            {
                for (; outcome.Messages.TryPeek(out var message); outcome.Messages.Dequeue())
                    await engine.DeliverAsync(message);
                using var _ = await EnterAsync(engine.Stopping);
                if (!IsRetired && turn == done)
                    await CommitAsync(done, outcome, customStatus);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                engine.Log.NotSaved(engine.AppId, id, error.Message);
            }
            await Task.Delay(Pause, engine.Clock, engine.Stopping);
        }
    }

    private async Task CommitAsync(Turn done, TurnOutcome outcome, string? customStatus)
    {
        var state = done.State;
        if (outcome.Stall is { } stall)
        {
            await StallAsync(state, stall);
            return;
        }
        List<Waiting> rest = [.. state.Inbox.Skip(done.Taken).Select(w => w with { IsSaved = true })];
        if (outcome.Continuation is { } first)
        {
            var next = new InstanceState(id, state.Generation + 1) { Inbox = [.. first.Select(e => new Waiting(e, IsSaved: true)), .. rest], CustomStatus = customStatus };
            await engine.Store.SaveAsync(id, state, next.Generation, [], next.Inbox, customStatus);
            StopTimers();
            State = next;
        }
        else
        {
            var ends = outcome.Added.Exists(e => e.ExecutionCompleted is not null);
            if (ends)
                rest.Clear();
            await engine.Store.SaveAsync(id, state, state.Generation, outcome.Added, rest, customStatus);
            outcome.Added.ForEach(state.History.Add);
            state.Inbox.Clear();
            state.Inbox.AddRange(rest);
            state.CustomStatus = customStatus;
            if (ends)
            {
                CountEnd(state.History);
                engine.Retention.Keep(id, state.History.Status, state.History.EndedAt!.ToDateTimeOffset());
            }
        }
        turn = null;
        if (!State!.IsEnded)
            Resume(outcome.Continuation is null ? outcome.Added : []);
        Signal();
    }

    private void CountEnd(History history)
    {
        var began = history.Events.Find(e => e.WorkflowStarted is not null)?.Timestamp.ToDateTimeOffset() ?? engine.Clock.GetUtcNow();
        engine.Metrics?.WorkflowsEnded.Add(engine.Clock.GetUtcNow() - began, history.Start?.Name ?? "", history.Status switch
        {
            OrchestrationStatus.Completed => "success",
            OrchestrationStatus.Terminated => "terminated",
            _ => "failed",
        });
    }

    /// <summary>The inbox stays as it is, until a worker comes that knows better.</summary>
    private async Task StallAsync(InstanceState state, ExecutionStalledEvent stall)
    {
        if (state.History.Stalled?.Reason != stall.Reason)
        {
            var stalled = engine.Now(new HistoryEvent { ExecutionStalled = stall });
            List<Waiting> inbox = [.. state.Inbox.Select(w => w with { IsSaved = true })];
            await engine.Store.SaveAsync(id, state, state.Generation, [stalled], inbox, state.CustomStatus);
            state.History.Add(stalled);
            state.Inbox.Clear();
            state.Inbox.AddRange(inbox);
        }
        turn = null;
        engine.Log.Stalled(engine.AppId, id, stall.Description);
        Signal();
    }

    private void GiveActivity(HistoryEvent scheduled)
    {
        var (task, generation) = (scheduled.TaskScheduled, State!.Generation);
        if (engine.Engine(scheduled.Router?.TargetAppID) is not { } target)
        {
            var failure = new TaskFailureDetails { ErrorType = "AppNotFound", ErrorMessage = $"there is no app '{scheduled.Router?.TargetAppID}' with workflows here", IsNonRetriable = true };
            engine.Run(() => ActivityDoneAsync(scheduled, generation, new ActivityResponse { FailureDetails = failure }));
            return;
        }
        var request = new ActivityRequest
        {
            Name = task.Name,
            Version = task.Version,
            Input = task.Input,
            WorkflowInstance = new WorkflowInstance { InstanceId = id },
            TaskId = scheduled.EventId,
            TaskExecutionId = task.TaskExecutionId,
            ParentTraceContext = task.ParentTraceContext,
        };
        var since = engine.Clock.GetTimestamp();
        target.Queue.Add(WorkItemQueue.ActivityKey(id, scheduled.EventId), new WorkItem { ActivityRequest = request }, response =>
        {
            var done = (ActivityResponse)response;
            target.Metrics?.ActivitiesDone.Add(since, task.Name, done.FailureDetails is null ? "success" : "failed");
            engine.Run(() => ActivityDoneAsync(scheduled, generation, done));
        });
        target.Metrics?.ActivitiesGiven.Add(since, task.Name, "success");
    }

    /// <summary>
    /// The outcome is saved with the turn that begins at once; when that cannot begin yet, it is saved before, so that
    /// a crash in between repeats nothing.
    /// </summary>
    private async Task ActivityDoneAsync(HistoryEvent scheduled, ulong generation, ActivityResponse response)
    {
        var (taskId, executionId) = (scheduled.EventId, scheduled.TaskScheduled.TaskExecutionId);
        var happened = response.FailureDetails is { } failure
            ? new HistoryEvent { TaskFailed = new TaskFailedEvent { TaskScheduledId = taskId, TaskExecutionId = executionId, FailureDetails = failure } }
            : new HistoryEvent { TaskCompleted = new TaskCompletedEvent { TaskScheduledId = taskId, TaskExecutionId = executionId, Result = response.Result } };
        happened.Router = scheduled.Router;
        await HappenAsync(happened, generation, isDurable: true);
    }

    private async Task HappenAsync(HistoryEvent happened, ulong generation, bool isDurable)
    {
        engine.Now(happened);
        using var _ = await EnterAsync(engine.Stopping);
        if (IsRetired || State?.Generation != generation)
            return;
        try
        {
            await AddAsync(happened, isDurable && (turn is not null || engine.Queue.Workers == 0));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            engine.Log.NotSaved(engine.AppId, id, error.Message);
            await AddAsync(happened, isDurable: false);
        }
    }

    private void Arm(int task, Timestamp fireAt)
    {
        var due = fireAt.ToDateTimeOffset();
        if (due.Year >= 9999)
            return; // Dapr's way to say never: a wait for an event without a time limit.
        var generation = State!.Generation;
        if (timers.Remove(task, out var old))
            old.Dispose();
        timers[task] = engine.Clock.CreateTimer(_ => engine.Run(() => RingAsync(task, fireAt, generation)), null,
            engine.Clock.Until(due), Timeout.InfiniteTimeSpan);
    }

    private async Task RingAsync(int task, Timestamp fireAt, ulong generation)
    {
        if (task != StartTimer && fireAt.ToDateTimeOffset() <= engine.Clock.GetUtcNow())
        {
            await HappenAsync(new HistoryEvent { TimerFired = new TimerFiredEvent { TimerId = task, FireAt = fireAt } }, generation, isDurable: false);
            return;
        }
        using var _ = await EnterAsync(engine.Stopping);
        if (IsRetired || State?.Generation != generation)
            return;
        if (task == StartTimer)
            Wake();
        else
            Arm(task, fireAt);
    }

    private void StopTimers()
    {
        foreach (var timer in timers.Values)
            timer.Dispose();
        timers.Clear();
    }
}

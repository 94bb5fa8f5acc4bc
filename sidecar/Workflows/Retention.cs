using Dapr.DurableTask.Protobuf;

namespace Yilai.Sidecar.Workflows;

/// <summary>
/// Deletes what ended long enough ago. It keeps ids and times only: after a start they are told anew, from the store.
/// </summary>
internal sealed class Retention : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly PriorityQueue<string, DateTimeOffset> ended = new();
    private readonly RetentionPolicy policy;
    private readonly WorkflowEngine engine;
    private readonly ITimer timer;
    private bool isDeleting;

    public Retention(RetentionPolicy policy, WorkflowEngine engine)
    {
        (this.policy, this.engine) = (policy, engine);
        timer = engine.Clock.CreateTimer(_ => engine.Run(DeleteDueAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>An instance has ended.</summary>
    public void Keep(string id, OrchestrationStatus end, DateTimeOffset at)
    {
        if (policy.Of(end) is not { } time)
            return;
        lock (ended)
        {
            ended.Enqueue(id, at + time);
            if (ended.Peek() == id)
                Arm();
        }
    }

    /// <summary>Whether an instance that ended so, then, is to be kept no longer: its id may have been begun anew meanwhile.</summary>
    public bool IsOver(OrchestrationStatus end, DateTimeOffset at) => policy.Of(end) is { } time && at + time <= engine.Clock.GetUtcNow();

    public void Dispose() => timer.Dispose();

    private void Arm()
    {
        if (!isDeleting && ended.TryPeek(out _, out var due))
            timer.Change(engine.Clock.Until(due), Timeout.InfiniteTimeSpan);
    }

    /// <summary>One after another: a first look after a long time finds many.</summary>
    private async Task DeleteDueAsync()
    {
        while (TakeDue() is { } id)
            await DeleteAsync(id);
    }

    private string? TakeDue()
    {
        lock (ended)
        {
            isDeleting = ended.TryPeek(out var id, out var due) && due <= engine.Clock.GetUtcNow();
            if (isDeleting)
                ended.Dequeue();
            else
                Arm();
            return isDeleting ? id : null;
        }
    }

    /// <summary>Tried until the store answers.</summary>
    private async Task DeleteAsync(string id)
    {
        while (true)
        {
            try
            {
                await engine.ForgetAsync(id);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                engine.Log.NotDeleted(engine.AppId, id, error.Message);
            }
            await Task.Delay(Pause, engine.Clock, engine.Stopping);
        }
    }
}

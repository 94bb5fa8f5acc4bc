namespace Yilai.Sidecar.Actors;

/// <summary>
/// One call at a time, in the order they came. Only a call of the very chain that has the turn enters at once:
/// with reentrancy, an actor may be called back by whom it calls.
/// </summary>
internal sealed class TurnLock
{
    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> waiting = new();
    private string? holder;
    private int depth;
    private bool closed;

    private sealed class Waiter(string? chain) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string? Chain => chain;
    }

    /// <summary>Waits for the turn. False when the lock was closed meanwhile.</summary>
    public async Task<bool> EnterAsync(string? chain, int maxDepth, CancellationToken cancellation)
    {
        Waiter waiter;
        lock (gate)
        {
            if (closed)
                return false;
            if (depth > 0 && chain is not null && chain == holder)
            {
                if (depth >= maxDepth)
                    throw ActorErrors.StackDepth(maxDepth);
                depth++;
                return true;
            }
            if (depth == 0)
            {
                (holder, depth) = (chain, 1);
                return true;
            }
            waiting.AddLast(waiter = new Waiter(chain));
        }
        await using var _ = cancellation.Register(() => Leave(waiter, cancellation));
        return await waiter.Task;
    }

    public void Exit()
    {
        lock (gate)
        {
            if (--depth > 0)
                return;
            holder = null;
            while (waiting.First is { Value: var next })
            {
                waiting.RemoveFirst();
                if (!next.TrySetResult(!closed) || closed)
                    continue;
                (holder, depth) = (next.Chain, 1);
                return;
            }
        }
    }

    /// <summary>Sends away all who wait or will come; who has the turn keeps it.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var waiter in waiting)
                waiter.TrySetResult(false);
            waiting.Clear();
        }
    }

    private void Leave(Waiter waiter, CancellationToken cancellation)
    {
        lock (gate)
            waiting.Remove(waiter);
        waiter.TrySetCanceled(cancellation);
    }
}

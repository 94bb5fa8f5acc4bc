namespace Yilai.Sidecar.PubSub;

/// <summary>
/// The messages of one topic for one consumer. Hands out several at a time while somebody takes them; holds no thread
/// and no timer while there is nothing to do.
/// </summary>
internal sealed class DeliveryQueue(TimeProvider clock, Action<KeptMessage> finish)
{
    private static readonly TimeSpan AbsentWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly Queue<Delivery> ready = [];
    private readonly HashSet<Delivery> waiting = [];
    private readonly List<Taker> takers = [];

    public void Add(KeptMessage message) => Add(new Delivery(message));

    /// <summary>Hands messages to a taker, so many at a time; several takers share them.</summary>
    public IAsyncDisposable Attach(MessageHandler handler, int parallel)
    {
        var stop = new CancellationTokenSource();
        var taker = new Taker(handler, parallel, stop.Token);
        lock (gate)
            takers.Add(taker);
        Start();
        return new Attachment(this, taker, stop);
    }

    /// <summary>Takes out what is not being delivered at this moment.</summary>
    public List<KeptMessage> Empty()
    {
        lock (gate)
        {
            List<KeptMessage> all = [.. ready.Select(d => d.Message), .. waiting.Select(d => d.Message)];
            ready.Clear();
            waiting.Clear();
            return all;
        }
    }

    private void Add(Delivery delivery)
    {
        lock (gate)
            ready.Enqueue(delivery);
        Start();
    }

    private void Start()
    {
        lock (gate)
        {
            foreach (var taker in takers)
            {
                // A worker that finds nothing ends at once.
                for (var wanted = Math.Min(taker.Parallel - taker.Running, ready.Count); wanted > 0; wanted--)
                    Work(taker);
            }
        }
    }

    private void Work(Taker taker)
    {
        taker.Running++;
        var work = Task.Run(() => WorkAsync(taker));
        taker.Work.Add(work);
        _ = work.ContinueWith(_ => Forget(taker, work), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Delivers one message after the other until there is none.</summary>
    private async Task WorkAsync(Taker taker)
    {
        while (Next(taker) is { } delivery)
        {
            var verdict = Verdict.Absent;
            try
            {
                verdict = await taker.Handler(delivery.Message.Content, delivery.Attempt, taker.Stopping);
            }
            finally
            {
                // Whatever goes wrong, the message is not lost.
                Conclude(delivery, verdict);
            }
        }
    }

    private Delivery? Next(Taker taker)
    {
        lock (gate)
        {
            if (!taker.Stopping.IsCancellationRequested && ready.TryDequeue(out var delivery))
                return delivery;
            taker.Running--;
            return null;
        }
    }

    private void Conclude(Delivery delivery, Verdict verdict)
    {
        switch (verdict.Kind)
        {
            case VerdictKind.Done:
                finish(delivery.Message);
                break;
            case VerdictKind.Again:
                Wait(delivery with { Attempt = delivery.Attempt + 1 }, verdict.Wait);
                break;
            case VerdictKind.Refused:
                Wait(delivery with { Attempt = delivery.Attempt + 1 }, TimeSpan.FromTicks(Math.Min(FirstWait.Ticks << Math.Min(delivery.Attempt - 1, 6), LongestWait.Ticks)));
                break;
            default:
                Wait(delivery, AbsentWait);
                break;
        }
    }

    private void Wait(Delivery delivery, TimeSpan time)
    {
        lock (gate)
        {
            waiting.Add(delivery);
            delivery.Timer = clock.CreateTimer(_ => Resume(delivery), null, time, Timeout.InfiniteTimeSpan);
        }
    }

    private void Resume(Delivery delivery)
    {
        lock (gate)
        {
            delivery.Timer?.Dispose();
            if (!waiting.Remove(delivery))
                return; // The queue was emptied in the meantime.
        }
        Add(delivery with { Timer = null });
    }

    private void Detach(Taker taker)
    {
        lock (gate)
        {
            takers.Remove(taker);
        }
    }

    private void Forget(Taker taker, Task work)
    {
        lock (gate)
            taker.Work.Remove(work);
    }

    private sealed record Delivery(KeptMessage Message, int Attempt = 1)
    {
        public ITimer? Timer { get; set; }

        public bool Equals(Delivery? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    /// <summary>Somebody who takes the messages.</summary>
    private sealed record Taker(MessageHandler Handler, int Parallel, CancellationToken Stopping)
    {
        public int Running { get; set; }

        public HashSet<Task> Work { get; } = [];

        public bool Equals(Taker? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    private sealed class Attachment(DeliveryQueue queue, Taker taker, CancellationTokenSource stop) : IAsyncDisposable
    {
        /// <summary>Stops taking; deliveries under way are cut off and stay in the queue.</summary>
        public async ValueTask DisposeAsync()
        {
            queue.Detach(taker);
            await stop.CancelAsync();
            Task[] work;
            lock (queue.gate)
                work = [.. taker.Work];
            await Task.WhenAll(work);
            stop.Dispose();
        }
    }
}

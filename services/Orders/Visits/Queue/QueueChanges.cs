using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Yilai.Orders.Visits.Queue;

/// <summary>Tells those of this process who watch a session that its queue has moved.</summary>
internal sealed class QueueChanges
{
    private readonly ConcurrentDictionary<Watch, bool> watches = new();

    public void Tell(string session)
    {
        foreach (var (watch, _) in watches)
        {
            if (watch.Session == session)
            {
                watch.Signal();
            }
        }
    }

    public Watch Of(string session)
    {
        var watch = new Watch(this, session);
        watches[watch] = true;
        return watch;
    }

    /// <summary>One who watches a session until disposed of.</summary>
    internal sealed class Watch(QueueChanges changes, string session) : IDisposable
    {
        // Changes that come while one is being looked at are one more look.
        private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public string Session => session;

        public void Signal() => signals.Writer.TryWrite(true);

        public ValueTask<bool> NextAsync(CancellationToken cancellationToken) => signals.Reader.ReadAsync(cancellationToken);

        public void Dispose() => changes.watches.TryRemove(this, out _);
    }
}

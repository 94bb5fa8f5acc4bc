using System.Collections.Concurrent;
using System.Threading.Channels;
using Dapr.DurableTask.Protobuf;
using Google.Protobuf;
using Grpc.Core;

namespace Yilai.Sidecar.Workflows;

/// <summary>
/// Work for the app's workers. Each item goes to one of the streams that are open; what a stream has not completed
/// when it ends goes to another, or waits for one.
/// </summary>
internal sealed class WorkItemQueue
{
    private readonly Channel<Item> waiting = Channel.CreateUnbounded<Item>();
    private readonly ConcurrentDictionary<string, Item> given = new(StringComparer.Ordinal);
    private long lastToken;
    private int workers;

    private sealed class Item(string key, WorkItem work, Action<IMessage> done)
    {
        public string Key => key;

        public WorkItem Work => work;

        public Action<IMessage> Done => done;

        public object? Stream { get; set; }
    }

    public int Workers => Volatile.Read(ref workers);

    public void Add(string key, WorkItem work, Action<IMessage> done)
    {
        work.CompletionToken = Interlocked.Increment(ref lastToken).ToString(System.Globalization.CultureInfo.InvariantCulture);
        waiting.Writer.TryWrite(new Item(key, work, done));
    }

    /// <summary>Gives work to a worker until its stream ends.</summary>
    public async Task ServeAsync(IAsyncStreamWriter<WorkItem> stream, CancellationToken cancellation)
    {
        Interlocked.Increment(ref workers);
        try
        {
            await foreach (var item in waiting.Reader.ReadAllAsync(cancellation))
            {
                item.Stream = stream;
                given[item.Key] = item;
                await stream.WriteAsync(item.Work, cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref workers);
            foreach (var (key, item) in given)
                if (item.Stream == stream && given.TryRemove(KeyValuePair.Create(key, item)))
                    waiting.Writer.TryWrite(item);
        }
    }

    /// <summary>Takes a worker's answer. One that nobody waits for any more (given to another meanwhile, purged) has no effect.</summary>
    public void Complete(string key, string token, IMessage answer)
    {
        if (given.TryGetValue(key, out var item) && (token.Length == 0 || token == item.Work.CompletionToken) && given.TryRemove(KeyValuePair.Create(key, item)))
            item.Done(answer);
    }

    public static string TurnKey(string instanceId) => $"w/{instanceId}";

    public static string ActivityKey(string instanceId, int task) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a/{task}/{instanceId}");
}

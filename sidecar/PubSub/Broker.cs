namespace Yilai.Sidecar.PubSub;

/// <summary>
/// Keeps each message until all consumers it is owed to are done with it. What is owed is settled when the message is
/// accepted: to the consumers that want its topic, and to those of which it is not known yet what they want.
/// </summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Journal? journal;
    private readonly int parallel;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly Dictionary<long, KeptMessage> kept = [];
    private readonly Dictionary<string, Consumer> consumers = new(StringComparer.Ordinal);
    private long lastId;
    private long liveBytes;

    public Broker(Journal? journal, int parallel, TimeProvider clock, ILogger log)
    {
        (this.journal, this.parallel, this.clock, this.log) = (journal, parallel, clock, log);
        journal?.Start(Replay, Snapshot, () => Interlocked.Read(ref liveBytes));
        foreach (var message in kept.Values.OrderBy(m => m.Id))
            Release(message);
    }

    public int Backlog
    {
        get
        {
            lock (gate)
                return kept.Count;
        }
    }

    public async Task PublishAsync(TopicMessage content)
    {
        KeptMessage message;
        Task written;
        lock (gate)
        {
            var owed = consumers.Values.Where(c => c.Wants(content.Topic)).Select(c => c.Name).ToList();
            if (owed.Count == 0)
                return; // Nobody is there who could ever get it.
            message = new KeptMessage(++lastId, content, owed);
            // Known before it is written, so that a compaction in between does not miss it.
            Keep(message);
            written = journal?.AppendAsync(JournalRecord.Accepted(message)) ?? Task.CompletedTask;
        }
        try
        {
            await written;
        }
        catch (IOException)
        {
            lock (gate)
                Forget(message);
            throw;
        }
        lock (gate)
            Release(message);
    }

    public void Expect(IEnumerable<string> names)
    {
        lock (gate)
        {
            foreach (var name in names)
                Known(name);
        }
    }

    public async Task SettleAsync(string name, IReadOnlyCollection<string> topics)
    {
        Task written;
        lock (gate)
        {
            var consumer = Known(name);
            if (consumer.IsSettledOn(topics))
                return;
            foreach (var unwanted in consumer.Settle(topics))
                Finish(consumer, unwanted);
            written = journal?.AppendAsync(JournalRecord.Settled(name, topics)) ?? Task.CompletedTask;
        }
        await written;
    }

    public bool IsWanted(string topic)
    {
        lock (gate)
            return consumers.Values.Any(c => c.Topics?.Contains(topic) == true);
    }

    public IAsyncDisposable Subscribe(TopicConsumer consumer)
    {
        lock (gate)
            return Known(consumer.Name).Queue(consumer.Topic).Attach(consumer.Handler, Math.Max(parallel, consumer.AtOnce));
    }

    public async ValueTask DisposeAsync()
    {
        if (journal is not null)
            await journal.DisposeAsync();
    }

    private Consumer Known(string name)
    {
        if (!consumers.TryGetValue(name, out var consumer))
            consumers.Add(name, consumer = new Consumer(name, log, topic => new DeliveryQueue(clock, message => Finish(name, message))));
        return consumer;
    }

    private void Release(KeptMessage message)
    {
        foreach (var name in message.Owed.ToArray())
        {
            if (Known(name) is var consumer && !consumer.Take(message))
                Finish(consumer, message);
        }
    }

    private void Finish(string name, KeptMessage message)
    {
        lock (gate)
            Finish(consumers[name], message);
    }

    private void Finish(Consumer consumer, KeptMessage message)
    {
        if (!message.Owed.Remove(consumer.Name))
            return;
        if (message.Owed.Count == 0)
            Forget(message);
        // Lost with a crash, this costs a second delivery at most; nobody waits for it.
        journal?.Append(JournalRecord.Finished(message.Id, consumer.Name));
    }

    private void Keep(KeptMessage message)
    {
        kept.Add(message.Id, message);
        liveBytes += message.Size;
    }

    private void Forget(KeptMessage message)
    {
        if (kept.Remove(message.Id))
            liveBytes -= message.Size;
    }

    private void Replay(JournalRecord record)
    {
        switch (record)
        {
            case JournalRecord.AcceptedRecord { Message: var message }:
                lastId = Math.Max(lastId, message.Id);
                if (!kept.ContainsKey(message.Id))
                    Keep(message);
                break;
            case JournalRecord.FinishedRecord { Id: var id, Consumer: var name }:
                if (kept.TryGetValue(id, out var finished) && finished.Owed.Remove(name) && finished.Owed.Count == 0)
                    Forget(finished);
                break;
            case JournalRecord.MarkRecord { LastId: var last }:
                lastId = Math.Max(lastId, last);
                break;
            case JournalRecord.SettledRecord settled:
                Known(settled.Consumer).Settle(settled.Topics);
                break;
        }
    }

    /// <summary>What a new journal has to begin with.</summary>
    private List<byte[]> Snapshot()
    {
        lock (gate)
        {
            return
            [
                JournalRecord.Mark(lastId),
                .. consumers.Values.Where(c => c.Topics is not null).Select(c => JournalRecord.Settled(c.Name, c.Topics!)),
                .. kept.Values.OrderBy(m => m.Id).Select(JournalRecord.Accepted),
            ];
        }
    }
}

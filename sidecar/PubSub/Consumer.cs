namespace Yilai.Sidecar.PubSub;

/// <summary>
/// An app that takes messages. Before it is known what it wants, everything is kept aside for it, up to a bound: an
/// app that never comes must not fill the machine.
/// </summary>
internal sealed class Consumer(string name, ILogger log, Func<string, DeliveryQueue> newQueue)
{
    private const int MostAside = 10_000;

    private readonly Dictionary<string, DeliveryQueue> queues = new(StringComparer.Ordinal);
    private readonly Queue<KeptMessage> aside = [];
    private HashSet<string>? topics;
    private bool saidFull;

    public string Name => name;

    public IReadOnlyCollection<string>? Topics => topics;

    public bool Wants(string topic)
    {
        if (topics is not null)
            return topics.Contains(topic);
        if (aside.Count < MostAside)
            return true;
        if (!saidFull)
            log.NeverCame(name, MostAside);
        saidFull = true;
        return false;
    }

    public bool IsSettledOn(IReadOnlyCollection<string> wanted) => topics is not null && topics.SetEquals(wanted);

    /// <summary>Accepts a message, or says that it is not for this consumer (any more).</summary>
    public bool Take(KeptMessage message)
    {
        if (topics is null)
            aside.Enqueue(message);
        else if (topics.Contains(message.Content.Topic))
            Queue(message.Content.Topic).Add(message);
        else
            return false;
        return true;
    }

    /// <summary>Fixes the topics and gives back the messages that turn out to be of no interest.</summary>
    public List<KeptMessage> Settle(IReadOnlyCollection<string> wanted)
    {
        topics = [.. wanted];
        var unwanted = new List<KeptMessage>();
        while (aside.TryDequeue(out var message))
        {
            if (!Take(message))
                unwanted.Add(message);
        }
        foreach (var (topic, queue) in queues.Where(q => !topics.Contains(q.Key)).ToList())
        {
            unwanted.AddRange(queue.Empty());
            queues.Remove(topic);
        }
        return unwanted;
    }

    public DeliveryQueue Queue(string topic)
    {
        if (!queues.TryGetValue(topic, out var queue))
            queues.Add(topic, queue = newQueue(topic));
        return queue;
    }
}

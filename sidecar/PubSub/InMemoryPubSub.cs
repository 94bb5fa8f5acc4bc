using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.PubSub;

/// <summary>
/// pubsub.in-memory, for all apps of the process. With the metadata journalPath (which daprd passes over) accepted
/// messages are on disk before the publisher hears of it, and stay there until every consumer is done with them.
/// </summary>
internal sealed class InMemoryPubSub(ComponentContext context) : IPubSub, IRemembersConsumers
{
    public static readonly ComponentType Type = new("pubsub.in-memory", "v1", c => new InMemoryPubSub(c));

    private readonly ILogger log = context.Logs.CreateLogger<InMemoryPubSub>();
    private Broker broker = null!;

    public IReadOnlyList<string> Capabilities => [];

    public Task InitializeAsync(CancellationToken cancellation)
    {
        var parallel = context.Metadata.Number("maxConcurrentDeliveries", 16);
        var path = context.Metadata.Text("journalPath");
        try
        {
            var journal = path is null ? null : Journal.Open(Path.Combine(context.FullPath(path), $"{context.Name}.journal"), log);
            broker = new Broker(journal, parallel, context.Clock, log);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ComponentException($"its journal cannot be opened: {error.Message}; is another sidecar running on the same data folder?", error);
        }
        if (broker.Backlog > 0)
            log.Recovered(context.Name, broker.Backlog);
        return Task.CompletedTask;
    }

    public Task PublishAsync(TopicMessage message, CancellationToken cancellation) => broker.PublishAsync(message);

    public Task<IAsyncDisposable> SubscribeAsync(TopicConsumer consumer, CancellationToken cancellation) => Task.FromResult(broker.Subscribe(consumer));

    public void Expect(IEnumerable<string> consumers) => broker.Expect(consumers);

    public Task SettleAsync(string consumer, IReadOnlyCollection<string> topics, CancellationToken cancellation) => broker.SettleAsync(consumer, topics);

    public bool IsWanted(string topic) => broker.IsWanted(topic);

    public async ValueTask DisposeAsync()
    {
        if (broker is not null)
            await broker.DisposeAsync();
    }
}

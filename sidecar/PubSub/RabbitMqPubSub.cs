using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.PubSub;

/// <summary>pubsub.rabbitmq: an exchange for each topic, a queue for each consumer of a topic.</summary>
internal sealed class RabbitMqPubSub : IPubSub
{
    public static readonly ComponentType Type = new("pubsub.rabbitmq", "v1", c => new RabbitMqPubSub(c));

    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly RabbitMqSettings settings;
    private readonly RabbitMqLink link;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    private RabbitMqPubSub(ComponentContext context)
    {
        (settings, clock, log) = (new RabbitMqSettings(context.Metadata), context.Clock, context.Logs.CreateLogger<RabbitMqPubSub>());
        link = new RabbitMqLink(settings);
    }

    public IReadOnlyList<string> Capabilities => ["MESSAGE_TTL"];

    /// <summary>Waits for a server that is still starting, until the component's time is over.</summary>
    public async Task InitializeAsync(CancellationToken cancellation)
    {
        var last = "it does not answer";
        try
        {
            while (true)
            {
                try
                {
                    await link.PublishingAsync(cancellation);
                    return;
                }
                catch (Exception error) when (IsBroken(error))
                {
                    last = error.Message;
                }
                await Task.Delay(BetweenTries, clock, cancellation);
            }
        }
        catch (OperationCanceledException error)
        {
            throw new ComponentException($"RabbitMQ is not reachable: {last}; see whether it runs at its connectionString and takes its user", error);
        }
    }

    public async Task PublishAsync(TopicMessage message, CancellationToken cancellation)
    {
        var routingKey = message.Metadata.FirstOrDefault(m => m.Key.Equals("routingKey", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var channel = await link.PublishingAsync(cancellation);
                await link.DeclareExchangeAsync(channel, message.Topic, cancellation);
                await channel.BasicPublishAsync(message.Topic, routingKey, mandatory: false, settings.Properties(message.Metadata), message.Data, cancellation);
                return;
            }
            catch (Exception error) when (IsBroken(error))
            {
                if (attempt == Tries)
                    throw new PublishException($"rabbitmq: {error.Message}", error);
                await Task.Delay(attempt == 1 ? BetweenTries : settings.ReconnectWait, clock, cancellation);
            }
        }
    }

    public async Task<IAsyncDisposable> SubscribeAsync(TopicConsumer consumer, CancellationToken cancellation)
    {
        var subscription = new RabbitMqSubscription(link, settings, new RabbitMqQueue(settings, consumer.Name, consumer.Topic, consumer.Metadata), consumer.Handler, clock, log);
        await subscription.StartAsync(Patience, cancellation);
        return subscription;
    }

    public ValueTask DisposeAsync() => link.DisposeAsync();

    /// <summary>The broker is away, or does not want what it was asked for.</summary>
    public static bool IsBroken(Exception error) =>
        error is RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException or System.Net.Sockets.SocketException;
}

/// <summary>The connection to a server, made anew when it is broken; all channels go over it.</summary>
internal sealed class RabbitMqLink(RabbitMqSettings settings) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly HashSet<string> exchanges = new(StringComparer.Ordinal);
    private IConnection? connection;
    private IChannel? publishing;

    /// <summary>The channel for publishing; it says when the server has a message, if confirms are wanted.</summary>
    public async Task<IChannel> PublishingAsync(CancellationToken cancellation)
    {
        if (publishing is { IsOpen: true } open)
            return open;
        await gate.WaitAsync(cancellation);
        try
        {
            if (publishing is { IsOpen: true })
                return publishing;
            if (publishing is not null)
                await publishing.DisposeAsync();
            lock (exchanges)
                exchanges.Clear();
            var options = new CreateChannelOptions(settings.PublisherConfirm, publisherConfirmationTrackingEnabled: settings.PublisherConfirm);
            return publishing = await (await ConnectedAsync(cancellation)).CreateChannelAsync(options, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A channel for a subscription.</summary>
    public async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            return await (await ConnectedAsync(cancellation)).CreateChannelAsync(cancellationToken: cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Makes the exchange of a topic, once a connection.</summary>
    public async Task DeclareExchangeAsync(IChannel channel, string topic, CancellationToken cancellation)
    {
        lock (exchanges)
        {
            if (exchanges.Contains(topic))
                return;
        }
        await channel.ExchangeDeclareAsync(topic, settings.ExchangeKind, settings.Durable, settings.DeletedWhenUnused, cancellationToken: cancellation);
        lock (exchanges)
            exchanges.Add(topic);
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        gate.Dispose();
    }

    private async Task<IConnection> ConnectedAsync(CancellationToken cancellation)
    {
        if (connection is { IsOpen: true })
            return connection;
        if (connection is not null)
            await connection.DisposeAsync();
        return connection = await settings.Factory.CreateConnectionAsync(cancellation);
    }
}

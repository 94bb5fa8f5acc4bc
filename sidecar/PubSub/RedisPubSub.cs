using System.Collections.Concurrent;
using System.Text.Json;
using StackExchange.Redis;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Redis;

namespace Yilai.Sidecar.PubSub;

/// <summary>pubsub.redis: a stream for each topic, a consumer group for each consumer.</summary>
internal sealed class RedisPubSub(ComponentContext context) : IPubSub
{
    public static readonly ComponentType Type = new("pubsub.redis", "v1", c => new RedisPubSub(c));

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConfigurationOptions options = RedisConnection.Read(context.Metadata);
    private readonly RedisStreamSettings settings = RedisStreamSettings.Read(context.Metadata);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> workers = new(StringComparer.Ordinal);
    private readonly ILogger log = context.Logs.CreateLogger<RedisPubSub>();
    private ConnectionMultiplexer? connection;

    public IReadOnlyList<string> Capabilities => [];

    public async Task InitializeAsync(CancellationToken cancellation) => connection = await RedisConnection.OpenAsync(options, context.Clock, cancellation);

    public async Task PublishAsync(TopicMessage message, CancellationToken cancellation)
    {
        NameValueEntry[] entry =
        [
            new("data", message.Data),
            new("metadata", JsonSerializer.SerializeToUtf8Bytes(message.Metadata)),
        ];
        try
        {
            var database = connection!.GetDatabase();
            await database.StreamAddAsync(message.Topic, entry, null, settings.MaxLength, useApproximateMaxLength: true).WaitAsync(cancellation);
            if (settings.StreamTimeToLive is { } age)
                await database.StreamTrimByMinIdAsync(message.Topic, $"{(context.Clock.GetUtcNow() - age).ToUnixTimeMilliseconds()}-1", useApproximateMaxLength: true).WaitAsync(cancellation);
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException)
        {
            throw new PublishException($"redis streams: error from publish: {RedisConnection.Reason(error)}", error);
        }
    }

    public async Task<IAsyncDisposable> SubscribeAsync(TopicConsumer consumer, CancellationToken cancellation)
    {
        var slots = consumer.AtOnce > settings.Concurrency ? new SemaphoreSlim(consumer.AtOnce) : workers.GetOrAdd(consumer.Name, _ => new SemaphoreSlim(settings.Concurrency));
        var subscription = new RedisStreamSubscription(connection!, settings, consumer.Name, consumer.Topic, consumer.Handler, slots, context.Clock, log);
        await subscription.StartAsync(options, Patience, cancellation);
        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
    }
}

/// <summary>How streams are read and trimmed.</summary>
internal sealed record RedisStreamSettings(TimeSpan ProcessingTimeout, TimeSpan RedeliverInterval, int QueueDepth, int Concurrency, int? MaxLength, TimeSpan? StreamTimeToLive)
{
    /// <summary>Without either time, what was not acknowledged is never taken up again.</summary>
    public bool Redelivers => ProcessingTimeout > TimeSpan.Zero && RedeliverInterval > TimeSpan.Zero;

    public static RedisStreamSettings Read(ComponentMetadata metadata) => new(
        RedisConnection.Duration(metadata, "processingTimeout", TimeSpan.FromSeconds(60)),
        RedisConnection.Duration(metadata, "redeliverInterval", TimeSpan.FromSeconds(15)),
        Math.Max(1, metadata.Number("queueDepth", 100)),
        Math.Max(1, metadata.Number("concurrency", 10)),
        metadata.Number("maxLenApprox", 0) is > 0 and var most ? most : null,
        RedisConnection.Duration(metadata, "streamTTL", TimeSpan.Zero) is { Ticks: > 0 } age ? age : null);
}

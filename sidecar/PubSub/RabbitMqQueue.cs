using System.Globalization;
using RabbitMQ.Client;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.PubSub;

/// <summary>The queue of a consumer of a topic: its name, and how it is declared and bound.</summary>
internal sealed class RabbitMqQueue(RabbitMqSettings settings, string consumer, string topic, IReadOnlyDictionary<string, string> metadata)
{
    public string Name { get; } = Text(metadata, "queueName") ?? $"{consumer}-{topic}";

    public string Topic => topic;

    public string Consumer => consumer;

    public async Task DeclareAsync(IChannel channel, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(topic, settings.ExchangeKind, settings.Durable, settings.DeletedWhenUnused, cancellationToken: cancellation);
        var arguments = new Dictionary<string, object?>(settings.QueueArguments) { ["x-queue-type"] = Text(metadata, "queueType") ?? "classic" };
        if (settings.EnableDeadLetter)
            arguments["x-dead-letter-exchange"] = await DeclareDeadLettersAsync(channel, cancellation);
        if (Number("maxPriority") is { } priority)
            arguments["x-max-priority"] = (int)Math.Min(priority, byte.MaxValue);
        if (Number("maxLen") is { } length)
            arguments["x-max-length"] = length;
        if (Number("maxLenBytes") is { } bytes)
            arguments["x-max-length-bytes"] = bytes;
        if (Text(metadata, "singleActiveConsumer") is { } single && Yaml.Truthy(single))
            arguments["x-single-active-consumer"] = true;
        await channel.QueueDeclareAsync(Name, settings.Durable, exclusive: false, settings.DeletedWhenUnused, arguments, cancellationToken: cancellation);
        if (settings.Prefetch > 0)
            await channel.BasicQosAsync(0, settings.Prefetch, global: false, cancellation);
        foreach (var key in (Text(metadata, "routingKey") ?? "").Split(','))
            await channel.QueueBindAsync(Name, topic, key, cancellationToken: cancellation);
    }

    private async Task<string> DeclareDeadLettersAsync(IChannel channel, CancellationToken cancellation)
    {
        var (exchange, queue) = ($"dlx-{Name}", $"dlq-{Name}");
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, settings.DeletedWhenUnused, cancellationToken: cancellation);
        var arguments = new Dictionary<string, object?>(settings.QueueArguments) { ["x-queue-mode"] = "lazy" };
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, settings.DeletedWhenUnused, arguments, cancellationToken: cancellation);
        await channel.QueueBindAsync(queue, exchange, "", cancellationToken: cancellation);
        return exchange;
    }

    private long? Number(string name) => long.TryParse(Text(metadata, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(IReadOnlyDictionary<string, string> metadata, string name) =>
        metadata.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value ? value : null;
}

using System.Globalization;
using RabbitMQ.Client;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.PubSub;

/// <summary>What the metadata of pubsub.rabbitmq say, with Dapr's defaults.</summary>
internal sealed class RabbitMqSettings
{
    private static readonly string[] Kinds = [ExchangeType.Fanout, ExchangeType.Topic, ExchangeType.Direct, ExchangeType.Headers];

    public RabbitMqSettings(ComponentMetadata metadata)
    {
        var address = metadata.Text("connectionString", "host") ?? Address(metadata);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new ComponentException("its connectionString is no address such as amqp://user:password@host:5672") { Field = "connectionString" };
        Factory = new ConnectionFactory
        {
            Uri = uri,
            ClientProvidedName = metadata.Text("clientName") ?? "dapr",
            RequestedHeartbeat = metadata.Duration(TimeSpan.FromSeconds(10), "heartBeat"),
            // Coming back is this component's own affair: it also has to notice queues that were deleted.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
        };
        if (metadata.Text("caCert", "clientCert", "clientKey") is not null || metadata.Flag("saslExternal"))
            throw new ComponentException("certificates of its own (caCert, clientCert, clientKey, saslExternal) are only for daprd; the machine's trusted ones are used");
        ExchangeKind = metadata.Text("exchangeKind") ?? ExchangeType.Fanout;
        if (!Kinds.Contains(ExchangeKind))
            throw new ComponentException($"its exchangeKind '{ExchangeKind}' is none of {string.Join(", ", Kinds)}") { Field = "exchangeKind" };
        Durable = metadata.Flag("durable", fallback: true);
        DeletedWhenUnused = metadata.Flag("deletedWhenUnused", fallback: true);
        AutoAck = metadata.Flag("autoAck");
        RequeueInFailure = metadata.Flag("requeueInFailure");
        EnableDeadLetter = metadata.Flag("enableDeadLetter");
        PublisherConfirm = metadata.Flag("publisherConfirm");
        TellsProperties = metadata.Flag("publishMessagePropertiesToMetadata");
        IsPersistent = metadata.Number("deliveryMode", 0) == 2;
        IsSingle = metadata.Text("concurrencyMode") is "single";
        Prefetch = (ushort)Math.Clamp(metadata.Number("prefetchCount", 0), 0, ushort.MaxValue);
        ReconnectWait = metadata.Duration(TimeSpan.FromSeconds(3), "reconnectWaitSeconds");
        TimeToLive = metadata.Duration(TimeSpan.Zero, "ttlInSeconds") is { Ticks: > 0 } time ? time : null;
        if (metadata.Number("maxLen", 0) is > 0 and var length)
            QueueArguments["x-max-length"] = (long)length;
        if (metadata.Number("maxLenBytes", 0) is > 0 and var bytes)
            QueueArguments["x-max-length-bytes"] = (long)bytes;
    }

    public ConnectionFactory Factory { get; }

    public string ExchangeKind { get; }

    public bool Durable { get; }

    public bool DeletedWhenUnused { get; }

    public bool AutoAck { get; }

    public bool RequeueInFailure { get; }

    public bool EnableDeadLetter { get; }

    public bool PublisherConfirm { get; }

    public bool TellsProperties { get; }

    public bool IsPersistent { get; }

    public bool IsSingle { get; }

    public ushort Prefetch { get; }

    public TimeSpan ReconnectWait { get; }

    public TimeSpan? TimeToLive { get; }

    /// <summary>What every queue is declared with.</summary>
    public Dictionary<string, object?> QueueArguments { get; } = [];

    /// <summary>A message's properties, as the metadata of the publish want them.</summary>
    public BasicProperties Properties(IReadOnlyDictionary<string, string> metadata)
    {
        var expiration = Text("ttlInSeconds") is { } seconds && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > 0
            ? TimeSpan.FromSeconds(time) : TimeToLive;
        var properties = new BasicProperties { ContentType = Text("contentType") ?? "text/plain", Persistent = IsPersistent };
        if (expiration is { } limit)
            properties.Expiration = ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        if (Text("messageID") is { } id)
            properties.MessageId = id;
        if (Text("correlationID") is { } correlation)
            properties.CorrelationId = correlation;
        if (Text("type") is { } type)
            properties.Type = type;
        if (byte.TryParse(Text("priority"), NumberStyles.None, CultureInfo.InvariantCulture, out var priority))
            properties.Priority = priority;
        return properties;

        string? Text(string name) => metadata.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value ? value : null;
    }

    private static string Address(ComponentMetadata metadata)
    {
        var user = metadata.Text("username") is { } name ? $"{Uri.EscapeDataString(name)}:{Uri.EscapeDataString(metadata.Text("password") ?? "")}@" : "";
        return $"{metadata.Text("protocol") ?? "amqp"}://{user}{metadata.Text("hostname") ?? "localhost"}";
    }
}

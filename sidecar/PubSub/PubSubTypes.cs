using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.PubSub;

/// <summary>The brokers of this sidecar.</summary>
internal static class PubSubTypes
{
    public static readonly ComponentType[] All = [InMemoryPubSub.Type, RabbitMqPubSub.Type, RedisPubSub.Type];
}

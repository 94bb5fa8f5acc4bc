using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.State;

/// <summary>The state stores of this sidecar.</summary>
internal static class StateTypes
{
    public static readonly ComponentType[] All = [InMemoryStateStore.Type, PostgresStateStore.Type, RedisStateStore.Type];
}

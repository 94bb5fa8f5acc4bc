using System.Text.Json;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Actors;

/// <summary>A type of actors as its app wants it kept.</summary>
internal sealed record ActorType(string Name, TimeSpan IdleTimeout, bool Reentrant, int MaxStackDepth)
{
    private const int DefaultStackDepth = 32;
    private static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(60);

    /// <summary>Reads an app's answer to GET /dapr/config.</summary>
    /// <exception cref="JsonException">It is not the JSON it should be.</exception>
    public static IReadOnlyDictionary<string, ActorType> Read(ReadOnlySpan<byte> json)
    {
        var config = json.IsEmpty ? null : JsonSerializer.Deserialize<ConfigJson>(json, ApiJson.Options);
        var types = new Dictionary<string, ActorType>(StringComparer.Ordinal);
        foreach (var name in config?.Entities ?? [])
        {
            if (string.IsNullOrEmpty(name))
                continue;
            var own = config!.EntitiesConfig?.Find(e => e?.Entities?.Contains(name, StringComparer.Ordinal) == true);
            var reentrancy = own?.Reentrancy ?? config.Reentrancy;
            types[name] = new ActorType(
                name,
                Duration(own?.ActorIdleTimeout) ?? Duration(config.ActorIdleTimeout) ?? DefaultIdleTimeout,
                reentrancy?.Enabled == true,
                reentrancy?.MaxStackDepth ?? DefaultStackDepth);
        }
        return types;
    }

    private static TimeSpan? Duration(string? text) => text is { Length: > 0 } && GoDuration.Parse(text) is { Ticks: > 0 } time ? time : null;

    private sealed record ConfigJson(List<string?>? Entities, string? ActorIdleTimeout, ReentrancyJson? Reentrancy, List<EntityJson?>? EntitiesConfig);

    private sealed record EntityJson(List<string>? Entities, string? ActorIdleTimeout, ReentrancyJson? Reentrancy);

    private sealed record ReentrancyJson(bool Enabled, int? MaxStackDepth);
}

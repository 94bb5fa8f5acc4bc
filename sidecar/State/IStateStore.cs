using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.State;

/// <summary>Keeps values by key. Keys arrive with their prefix; values are bytes.</summary>
internal interface IStateStore : IComponent
{
    Task<StateValue?> GetAsync(string key, CancellationToken cancellation);

    /// <summary>Those of the keys that exist, in any order.</summary>
    Task<IReadOnlyList<StateValue>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <exception cref="ETagException">The ETag was not the current one.</exception>
    Task WriteAsync(StateWrite write, CancellationToken cancellation);
}

/// <summary>A store that can do several writes as one.</summary>
internal interface ITransactionalStateStore : IStateStore
{
    Task TransactAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellation);
}

/// <summary>A store that can list its keys (KEYS_LIKE among its capabilities).</summary>
internal interface IListingStateStore : IStateStore
{
    /// <summary>The live keys that begin and end so, in any order.</summary>
    Task<IReadOnlyList<string>> KeysAsync(string prefix, string suffix, CancellationToken cancellation);
}

/// <summary>What is under a key.</summary>
internal sealed record StateValue(string Key, ReadOnlyMemory<byte> Data, string ETag, DateTimeOffset? ExpiresAt);

/// <summary>A set or a delete. An ETag of nothing means any.</summary>
internal sealed record StateWrite(string Key, ReadOnlyMemory<byte>? Value, string? ETag, bool FirstWrite, TimeSpan? TimeToLive)
{
    public bool IsDelete => Value is null;

    /// <summary>The app said so (0 or -1 seconds), which is more than saying nothing where a store keeps an earlier end.</summary>
    public bool LivesForEver { get; init; }
}

/// <summary>The ETag of a write was not the current one, or no ETag at all.</summary>
internal sealed class ETagException(bool malformed) : Exception(malformed ? "invalid etag value" : "possible etag mismatch. error from state store")
{
    public bool Malformed => malformed;
}

/// <summary>A store failed in a way it can say in a sentence.</summary>
internal sealed class StateException(string message, Exception? cause = null) : Exception(message, cause);

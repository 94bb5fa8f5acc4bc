using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.State;

/// <summary>state.in-memory: gone with the process, shared by its apps.</summary>
internal sealed class InMemoryStateStore : ITransactionalStateStore, IListingStateStore
{
    public static readonly ComponentType Type = new("state.in-memory", "v1", c => new InMemoryStateStore(c));

    private readonly Lock gate = new();
    private readonly Dictionary<string, StateValue> values = new(StringComparer.Ordinal);
    private readonly TimeProvider clock;
    private readonly ITimer sweeper;

    private InMemoryStateStore(ComponentContext context)
    {
        clock = context.Clock;
        sweeper = clock.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public IReadOnlyList<string> Capabilities => ["ETAG", "TRANSACTIONAL", "TTL", "DELETE_WITH_PREFIX", "KEYS_LIKE", "ACTOR"];

    public Task<StateValue?> GetAsync(string key, CancellationToken cancellation)
    {
        lock (gate)
            return Task.FromResult(Live(key));
    }

    public Task<IReadOnlyList<StateValue>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        lock (gate)
            return Task.FromResult<IReadOnlyList<StateValue>>([.. keys.Select(Live).OfType<StateValue>()]);
    }

    public Task WriteAsync(StateWrite write, CancellationToken cancellation) => TransactAsync([write], cancellation);

    public Task TransactAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellation)
    {
        lock (gate)
        {
            foreach (var write in writes)
                Check(write);
            foreach (var write in writes)
                Apply(write);
        }
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> KeysAsync(string prefix, string suffix, CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. values.Keys.Where(k =>
                k.StartsWith(prefix, StringComparison.Ordinal) && k.EndsWith(suffix, StringComparison.Ordinal) && Live(k) is not null)]);
        }
    }

    public ValueTask DisposeAsync() => sweeper.DisposeAsync();

    private void Check(StateWrite write)
    {
        var current = Live(write.Key);
        if (write.ETag is { } etag && current?.ETag != etag || write is { ETag: null, FirstWrite: true, IsDelete: false } && current is not null)
            throw new ETagException(malformed: false);
    }

    private void Apply(StateWrite write)
    {
        if (write.Value is { } data)
            values[write.Key] = new StateValue(write.Key, data, Guid.CreateVersion7(clock.GetUtcNow()).ToString(), clock.GetUtcNow() + write.TimeToLive);
        else
            values.Remove(write.Key);
    }

    private StateValue? Live(string key) =>
        values.TryGetValue(key, out var value) && !(value.ExpiresAt <= clock.GetUtcNow()) ? value : null;

    private void Sweep()
    {
        lock (gate)
        {
            foreach (var (key, value) in values)
                if (value.ExpiresAt <= clock.GetUtcNow())
                    values.Remove(key); // Removing while enumerating is allowed for dictionaries.
        }
    }
}

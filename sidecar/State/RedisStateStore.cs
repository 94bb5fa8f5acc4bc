using System.Globalization;
using System.Text;
using StackExchange.Redis;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Redis;

namespace Yilai.Sidecar.State;

/// <summary>state.redis, with the hashes of Dapr, so that daprd can take over the data.</summary>
internal sealed class RedisStateStore(ComponentContext context) : ITransactionalStateStore, IListingStateStore
{
    public static readonly ComponentType Type = new("state.redis", "v1", c => new RedisStateStore(c));

    private static readonly RedisValue[] Fields = ["data", "version"];

    private readonly ConfigurationOptions options = RedisConnection.Read(context.Metadata);
    private readonly TimeSpan? defaultTimeToLive = context.Metadata.Number("ttlInSeconds", 0) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
    private ConnectionMultiplexer? connection;

    public IReadOnlyList<string> Capabilities => ["ETAG", "TRANSACTIONAL", "TTL", "KEYS_LIKE", "ACTOR"];

    public async Task InitializeAsync(CancellationToken cancellation) => connection = await RedisConnection.OpenAsync(options, context.Clock, cancellation);

    public Task<StateValue?> GetAsync(string key, CancellationToken cancellation) => AskAsync(d => ReadAsync(d, key), cancellation);

    public async Task<IReadOnlyList<StateValue>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        [.. (await AskAsync(d => Task.WhenAll(keys.Select(k => ReadAsync(d, k))), cancellation)).OfType<StateValue>()];

    public Task WriteAsync(StateWrite write, CancellationToken cancellation) => TransactAsync([write], cancellation);

    public async Task TransactAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellation)
    {
        // Dapr reads the number only of sets; a delete with another text is a mismatch.
        if (writes.Any(w => w is { IsDelete: false, ETag: { } etag } && !int.TryParse(etag, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
            throw new ETagException(malformed: true);
        var refused = await AskAsync(d => RedisStateScript.RunAsync(d, writes, defaultTimeToLive), cancellation);
        if (refused > 0)
            throw writes[refused - 1].ETag is null ? new StateException($"failed to set key {writes[refused - 1].Key}") : new ETagException(malformed: false);
    }

    public async Task<IReadOnlyList<string>> KeysAsync(string prefix, string suffix, CancellationToken cancellation)
    {
        var pattern = $"{Literal(prefix)}*{Literal(suffix)}";
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in connection!.GetServers().Where(s => !s.IsReplica))
        {
            await AskAsync(
                async _ =>
                {
                    await foreach (var key in server.KeysAsync(options.DefaultDatabase ?? 0, pattern, pageSize: 1000).WithCancellation(cancellation))
                        keys.Add(key.ToString());
                    return true;
                },
                cancellation);
        }
        // A short key can match both ends with the same characters.
        return [.. keys.Where(k => k.Length >= prefix.Length + suffix.Length)];
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
    }

    private static async Task<StateValue?> ReadAsync(IDatabase database, string key)
    {
        try
        {
            var values = await database.HashGetAsync(key, Fields);
            return values switch
            {
                [{ IsNull: true }, { IsNull: true }] => null,
                [{ IsNull: false } data, { IsNull: false } version] => new StateValue(key, (byte[])data!, version.ToString(), null),
                _ => throw new StateException("required hash field 'data' or 'version' was not found"),
            };
        }
        catch (RedisServerException error) when (error.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // A plain string that somebody else wrote is a value too, as for daprd.
            return await database.StringGetAsync(key) is { IsNull: false } data ? new StateValue(key, (byte[])data!, "", null) : null;
        }
    }

    private async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> question, CancellationToken cancellation)
    {
        try
        {
            return await question(connection!.GetDatabase()).WaitAsync(cancellation);
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException)
        {
            throw new StateException(RedisConnection.Reason(error), error);
        }
    }

    private static StringBuilder Literal(string text)
    {
        var pattern = new StringBuilder(text.Length + 8);
        foreach (var c in text)
            pattern.Append(c is '*' or '?' or '[' or ']' or '\\' or '^' ? "\\" : "").Append(c);
        return pattern;
    }
}

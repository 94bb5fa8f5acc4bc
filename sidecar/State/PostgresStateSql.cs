using Npgsql;
using NpgsqlTypes;

namespace Yilai.Sidecar.State;

/// <summary>The names of the tables.</summary>
internal sealed record PostgresStateTables(string Prefix, string Metadata)
{
    public string State { get; } = Quote($"{Prefix}state");

    public string MetadataQuoted { get; } = Quote(Metadata);

    /// <summary>Unquoted names fold to lower case in PostgreSQL, and daprd does not quote.</summary>
    private static string Quote(string name) => string.Join('.', name.Split('.').Select(p => $"\"{p.ToLowerInvariant().Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}

/// <summary>The statements of the store. A row past its time counts as absent until the cleanup takes it.</summary>
internal sealed class PostgresStateSql(PostgresStateTables tables)
{
    private const string Live = "(expires_at IS NULL OR expires_at >= now())";

    public string Get { get; } = $"SELECT key, value, etag, expires_at FROM {tables.State} WHERE key = $1 AND {Live}";

    public string GetMany { get; } = $"SELECT key, value, etag, expires_at FROM {tables.State} WHERE key = ANY($1) AND {Live}";

    public string Keys { get; } = $"SELECT key FROM {tables.State} WHERE starts_with(key, $1) AND right(key, length($2)) = $2 AND {Live}";

    private readonly string upsert = Insert(tables);
    private readonly string insert = $"{Insert(tables)} WHERE t.expires_at < now()";
    private readonly string update =
        $"UPDATE {tables.State} SET value = $2, etag = gen_random_uuid(), updated_at = now(), expires_at = now() + $3 WHERE key = $1 AND etag = $4 AND {Live}";
    private readonly string delete = $"DELETE FROM {tables.State} WHERE key = $1";
    private readonly string deleteIf = $"DELETE FROM {tables.State} WHERE key = $1 AND etag = $2 AND {Live}";

    public string For(StateWrite write) => write switch
    {
        { IsDelete: true, ETag: null } => delete,
        { IsDelete: true } => deleteIf,
        { ETag: not null } => update,
        { FirstWrite: true } => insert,
        _ => upsert,
    };

    public static void Fill(NpgsqlParameterCollection parameters, StateWrite write)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = write.Key });
        if (write.Value is { } value)
        {
            parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea });
            parameters.Add(new NpgsqlParameter { Value = write.TimeToLive is { } ttl ? ttl : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        }
        // Text that is no UUID was never an ETag of ours: it matches nothing, as with daprd.
        if (write.ETag is { } etag)
            parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.TryParse(etag, out var id) ? id : Guid.Empty });
    }

    private static string Insert(PostgresStateTables tables) => $"""
        INSERT INTO {tables.State} AS t (key, value, etag, expires_at) VALUES ($1, $2, gen_random_uuid(), now() + $3)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, etag = excluded.etag, updated_at = now(), expires_at = excluded.expires_at
        """;
}

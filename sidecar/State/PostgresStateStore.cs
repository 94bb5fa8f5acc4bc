using Npgsql;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.State;

/// <summary>state.postgresql version 2, with the tables of Dapr, so that daprd can take over the data.</summary>
internal sealed class PostgresStateStore : ITransactionalStateStore, IListingStateStore
{
    public static readonly ComponentType Type = new("state.postgresql", "v2", c => new PostgresStateStore(c));

    private readonly NpgsqlDataSource database;
    private readonly PostgresStateSchema schema;
    private readonly PostgresStateCleanup cleanup;
    private readonly PostgresStateSql sql;

    private PostgresStateStore(ComponentContext context)
    {
        var timeout = context.Metadata.Duration(TimeSpan.FromSeconds(20), "timeout", "timeoutInSeconds");
        var tables = new PostgresStateTables(
            context.Metadata.Text("tablePrefix") ?? "",
            context.Metadata.Text("metadataTableName") ?? "dapr_metadata");
        database = NpgsqlDataSource.Create(PostgresConnection.Read(context.Metadata, timeout));
        sql = new PostgresStateSql(tables);
        schema = new PostgresStateSchema(database, tables, context.Clock, context.Logs.CreateLogger<PostgresStateStore>());
        cleanup = new PostgresStateCleanup(
            database,
            tables,
            context.Metadata.Duration(TimeSpan.FromHours(1), "cleanupInterval", "cleanupIntervalInSeconds"),
            context.Clock,
            context.Logs.CreateLogger<PostgresStateStore>());
    }

    public IReadOnlyList<string> Capabilities => ["ETAG", "TRANSACTIONAL", "TTL", "KEYS_LIKE", "ACTOR"];

    public async Task InitializeAsync(CancellationToken cancellation)
    {
        await schema.PrepareAsync(cancellation);
        cleanup.Start();
    }

    public async Task<StateValue?> GetAsync(string key, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql.Get);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    public async Task<IReadOnlyList<StateValue>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql.GetMany);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys] });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<StateValue>(keys.Count);
        while (await reader.ReadAsync(cancellation))
            found.Add(Read(reader));
        return found;
    }

    public async Task WriteAsync(StateWrite write, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql.For(write));
        PostgresStateSql.Fill(command.Parameters, write);
        Check(write, await command.ExecuteNonQueryAsync(cancellation));
    }

    public async Task TransactAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var write in writes)
        {
            var command = new NpgsqlBatchCommand(sql.For(write));
            PostgresStateSql.Fill(command.Parameters, write);
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellation);
        foreach (var (index, write) in writes.Index())
            Check(write, batch.BatchCommands[index].RecordsAffected);
        await transaction.CommitAsync(cancellation);
    }

    public async Task<IReadOnlyList<string>> KeysAsync(string prefix, string suffix, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql.Keys);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = suffix });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellation))
            keys.Add(reader.GetString(0));
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        await cleanup.DisposeAsync();
        await database.DisposeAsync();
    }

    private static void Check(StateWrite write, int rows)
    {
        if (rows > 0 || write is { IsDelete: true, ETag: null })
            return;
        // daprd's own answer to a first write that came second: an error, but not one of the ETag kind.
        throw write.ETag is null ? new StateException("no item was updated") : new ETagException(malformed: false);
    }

    private static StateValue Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetGuid(2).ToString(), row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3));
}

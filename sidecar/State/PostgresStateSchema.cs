using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using Polly;
using Polly.Retry;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.State;

/// <summary>Brings the tables to the level that Dapr 1.18 has, and notes the level where daprd looks for it.</summary>
internal sealed class PostgresStateSchema(NpgsqlDataSource database, PostgresStateTables tables, TimeProvider clock, ILogger log)
{
    /// <summary>Any number serves, as long as all sidecars take the same.</summary>
    private const long MigrationLock = 0x64617072_73746174;

    private readonly string[] migrations =
    [
        $"""
        CREATE TABLE IF NOT EXISTS {tables.State} (
            key text PRIMARY KEY,
            value bytea NOT NULL,
            etag uuid NOT NULL DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz,
            expires_at timestamptz);
        CREATE INDEX ON {tables.State} (expires_at);
        """,
        $"ALTER TABLE {tables.State} ADD COLUMN IF NOT EXISTS row_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;",
    ];

    /// <summary>Waits for a database that is still starting; gives up when the component's time is over.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var last = "";
        var waiting = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(IsNotUpYet).Handle<SocketException>(),
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(250),
                OnRetry = attempt =>
                {
                    last = attempt.Outcome.Exception!.Message;
                    if (attempt.AttemptNumber == 4)
                        log.WaitingForDatabase(last);
                    return default;
                },
            })
            .Build();
        try
        {
            await waiting.ExecuteAsync(async token => await MigrateAsync(token), cancellation);
        }
        catch (OperationCanceledException) when (last.Length > 0)
        {
            throw new ComponentException($"PostgreSQL is not reachable: {last}; start it or correct the connection string");
        }
        catch (NpgsqlException error)
        {
            throw new ComponentException($"PostgreSQL refuses: {error.Message.ReplaceLineEndings(" ")}; correct the connection string or the rights", error);
        }
    }

    /// <summary>No connection, or one that a starting server closes or declines (class 57P).</summary>
    private static bool IsNotUpYet(NpgsqlException error) =>
        error is PostgresException { SqlState: var state } ? state.StartsWith("57P", StringComparison.Ordinal) : error.IsTransient;

    private async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})", cancellation);
        await RunAsync(connection, $"CREATE TABLE IF NOT EXISTS {tables.MetadataQuoted} (key text PRIMARY KEY, value text NOT NULL)", cancellation);
        var level = await LevelAsync(connection, cancellation);
        foreach (var migration in migrations.Skip(level))
            await RunAsync(connection, migration, cancellation);
        if (level < migrations.Length)
        {
            await using var note = new NpgsqlCommand(
                $"INSERT INTO {tables.MetadataQuoted} (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", connection);
            note.Parameters.AddWithValue(LevelKey);
            note.Parameters.AddWithValue(migrations.Length.ToString(CultureInfo.InvariantCulture));
            await note.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    private string LevelKey => $"migrations-state-v2-{tables.Prefix}";

    private async Task<int> LevelAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var query = new NpgsqlCommand($"SELECT value FROM {tables.MetadataQuoted} WHERE key = $1", connection);
        query.Parameters.AddWithValue(LevelKey);
        return await query.ExecuteScalarAsync(cancellation) is string text && int.TryParse(text, CultureInfo.InvariantCulture, out var level) ? level : 0;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

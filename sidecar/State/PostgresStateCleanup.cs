using System.Net.Sockets;
using Npgsql;

namespace Yilai.Sidecar.State;

/// <summary>Deletes expired rows now and then. A note in the metadata table keeps several sidecars from doing it all at once.</summary>
internal sealed class PostgresStateCleanup(NpgsqlDataSource database, PostgresStateTables tables, TimeSpan interval, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task run = Task.CompletedTask;

    /// <summary>An interval of zero or less switches it off.</summary>
    public void Start()
    {
        if (interval > TimeSpan.Zero)
            run = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run;
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
                await CleanAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task CleanAsync(CancellationToken cancellation)
    {
        try
        {
            if (!await IsOurTurnAsync(cancellation))
                return;
            await using var delete = database.CreateCommand($"DELETE FROM {tables.State} WHERE expires_at < now()");
            await delete.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException)
        {
            log.CleanupFailed(error.Message);
        }
    }

    private async Task<bool> IsOurTurnAsync(CancellationToken cancellation)
    {
        await using var claim = database.CreateCommand($"""
            INSERT INTO {tables.MetadataQuoted} AS m (key, value) VALUES ($1, now()::text)
            ON CONFLICT (key) DO UPDATE SET value = now()::text WHERE m.value::timestamptz < now() - $2
            """);
        claim.Parameters.AddWithValue($"last-cleanup-state-v2-{tables.Prefix}");
        // A little less than the interval, or a timer that fires a moment early would skip a turn.
        claim.Parameters.AddWithValue(interval * 0.9);
        return await claim.ExecuteNonQueryAsync(cancellation) > 0;
    }
}

internal static partial class StateLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired state could not be cleaned up: {Reason}")]
    public static partial void CleanupFailed(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for PostgreSQL: {Reason}")]
    public static partial void WaitingForDatabase(this ILogger log, string reason);
}

using System.Diagnostics;
using System.Text;
using Dapper;
using Dapr.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using Yilai.Contracts;

namespace Yilai.ServiceDefaults.Events;

/// <summary>
/// Publishes what is in the outbox, in order, at least once: a row goes only after the broker took it. Several instances
/// share the work by skipping each other's locked rows.
/// </summary>
internal sealed partial class OutboxRelay(NpgsqlDataSource database, DaprClient dapr, Outbox outbox, ILogger<OutboxRelay> logger) : BackgroundService
{
    public const string ActivitySourceName = "Yilai.Outbox";

    // What is published and not yet noted as such goes out once more after a crash; a small batch keeps that little.
    private const int BatchSize = 20;

    // Commits wake the relay; a look without being woken only finds what another instance left behind.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly ActivitySource Activities = new(ActivitySourceName);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is there at the start, or has failed, has waited already.
        var isBehind = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = Turn;
            try
            {
                if (!isBehind)
                {
                    await outbox.WaitForPeopleAsync(stoppingToken);
                }

                isBehind = true;
                while (await PublishBatchAsync(stoppingToken) == BatchSize)
                {
                }

                isBehind = false;
            }
            catch (Exception e) when (stoppingToken.IsCancellationRequested && e is (OperationCanceledException or ObjectDisposedException))
            {
                // A host that is disposed of without being stopped first takes the database away under the relay's hands.
                return;
            }
            catch (Exception e) when (e is NpgsqlException or Dapr.DaprException or TimeoutException)
            {
                // Database or sidecar is away; the rows stay and are tried again soon.
                Postponed(logger, e.Message);
                next = RetryAfter;
            }

            await outbox.WaitAsync(next, stoppingToken);
        }
    }

    private async Task<int> PublishBatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await TakeAsync(connection, transaction, cancellationToken);
        if (rows.Count == 0)
        {
            return 0;
        }

        var published = new List<long>(rows.Count);
        try
        {
            foreach (var row in rows)
            {
                await PublishAsync(row, cancellationToken);
                published.Add(row.Position);
            }
        }
        finally
        {
            // Also of what went out before one that did not.
            await connection.ExecuteAsync(new CommandDefinition(
                "delete from outbox where position = any(@published)", new { published }, transaction, cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }

        return rows.Count;
    }

    /// <summary>Looking for rows is no part of any request's story: it leaves no trace.</summary>
    private static async Task<List<Row>> TakeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        return (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select position, event_id, topic, payload, trace_parent, trace_state from outbox
            order by position limit @BatchSize for update skip locked
            """,
            new { BatchSize },
            transaction,
            cancellationToken: cancellationToken))).AsList();
    }

    private async Task PublishAsync(Row row, CancellationToken cancellationToken)
    {
        // The event belongs to the trace of the request that caused it, not to the relay's own loop.
        ActivityContext.TryParse(row.TraceParent, row.TraceState, out var cause);
        using var activity = Activities.StartActivity($"publish {row.Topic}", ActivityKind.Producer, cause);
        await dapr.PublishByteEventAsync(
            ComponentNames.PubSub,
            row.Topic,
            Encoding.UTF8.GetBytes(row.Payload),
            "application/json",
            new Dictionary<string, string> { ["cloudevent.id"] = row.EventId.ToString() },
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events wait in the outbox: {Reason}")]
    private static partial void Postponed(ILogger logger, string reason);

    private sealed record Row(long Position, Guid EventId, string Topic, string Payload, string? TraceParent, string? TraceState);
}

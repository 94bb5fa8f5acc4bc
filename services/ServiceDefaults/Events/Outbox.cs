using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Json;

namespace Yilai.ServiceDefaults.Events;

/// <summary>Events leave a service through its outbox table, written in the transaction that caused them.</summary>
public sealed class Outbox : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    /// <summary>Writes <paramref name="message"/> in the transaction open on <paramref name="connection"/>; after its commit call <see cref="Wake"/>.</summary>
    public static Task AddAsync<TEvent>(NpgsqlConnection connection, TEvent message, CancellationToken cancellationToken)
        where TEvent : IIntegrationEvent =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into outbox (event_id, topic, payload, trace_parent, trace_state)
            values (@EventId, @Topic, @Payload, @TraceParent, @TraceState)
            """,
            new
            {
                message.EventId,
                TEvent.Topic,
                Payload = JsonSerializer.Serialize(message, JsonSettings.Web),
                TraceParent = Activity.Current?.Id,
                TraceState = Activity.Current?.TraceStateString,
            },
            cancellationToken: cancellationToken));

    /// <summary>Lets the relay look now instead of at its next turn; a lost call costs seconds, not an event.</summary>
    public void Wake()
    {
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => signal.Dispose();

    // Async, so that whatever is wrong is in the task: who waits may be past the outbox's end.
    internal async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => await signal.WaitAsync(atMost, cancellationToken);
}

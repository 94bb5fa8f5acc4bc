using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Json;

namespace Yilai.ServiceDefaults.Events;

/// <summary>Events leave a service through its outbox table, written in the transaction that caused them.</summary>
public sealed class Outbox(TimeProvider clock)
{
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    // Not a semaphore: one that is disposed of leaves whoever waits for it waiting for ever.
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private long deferredAt;

    /// <summary>Writes <paramref name="message"/> in the transaction open on <paramref name="connection"/>; after its commit call <see cref="Wake"/>.</summary>
    public static Task AddAsync<TEvent>(NpgsqlConnection connection, TEvent message, CancellationToken cancellationToken)
        where TEvent : IIntegrationEvent =>
        AddAllAsync(connection, [message], cancellationToken);

    /// <summary>The same for several, in their order.</summary>
    public static Task AddAllAsync<TEvent>(NpgsqlConnection connection, IEnumerable<TEvent> messages, CancellationToken cancellationToken)
        where TEvent : IIntegrationEvent =>
        AddEachAsync(connection, [.. messages.Select(m => (m, Activity.Current))], cancellationToken);

    /// <summary>The same for several, each caused by a request of its own.</summary>
    public static Task AddEachAsync<TEvent>(NpgsqlConnection connection, IReadOnlyList<(TEvent Message, Activity? Cause)> messages, CancellationToken cancellationToken)
        where TEvent : IIntegrationEvent =>
        messages.Count == 0 ? Task.CompletedTask : connection.ExecuteAsync(new CommandDefinition(
            """
            insert into outbox (event_id, topic, payload, trace_parent, trace_state)
            select id, @Topic, payload, trace_parent, trace_state
            from unnest(@ids, @payloads, @traceParents, @traceStates) as m (id, payload, trace_parent, trace_state)
            """,
            new
            {
                TEvent.Topic,
                ids = messages.Select(m => m.Message.EventId).ToArray(),
                payloads = messages.Select(m => JsonSerializer.Serialize(m.Message, JsonSettings.Web)).ToArray(),
                traceParents = messages.Select(m => m.Cause?.Id).ToArray(),
                traceStates = messages.Select(m => m.Cause?.TraceStateString).ToArray(),
            },
            cancellationToken: cancellationToken));

    /// <summary>Lets the relay look now instead of at its next turn; a lost call costs seconds, not an event.</summary>
    public void Wake() => news.Writer.TryWrite(true);

    /// <summary>
    /// Says that people stand in line for this service now: what their requests set off elsewhere waits until nobody has said so
    /// for half a second, or for ten seconds.
    /// </summary>
    public void Defer() => Volatile.Write(ref deferredAt, clock.GetTimestamp());

    /// <summary>Waits as long as what is in the outbox has to wait for people.</summary>
    internal async Task WaitForPeopleAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (Volatile.Read(ref deferredAt) is var last and not 0 && clock.GetElapsedTime(last) < Calm && clock.GetElapsedTime(began) < LongestWait)
        {
            await Task.Delay(Pace, clock, cancellationToken);
        }
    }

    /// <summary>Waits until it is woken, or the time is up, or the work ends.</summary>
    internal async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(atMost);
        try
        {
            await news.Reader.WaitToReadAsync(end.Token);
            news.Reader.TryRead(out _);
        }
        catch (OperationCanceledException)
        {
            // Whether the time is up or all work ends is the caller's to see.
        }
    }
}

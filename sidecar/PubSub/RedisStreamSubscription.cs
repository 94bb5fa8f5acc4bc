using System.Collections.Concurrent;
using System.Text.Json;
using StackExchange.Redis;
using Yilai.Sidecar.Redis;

namespace Yilai.Sidecar.PubSub;

/// <summary>
/// Reads a stream for a consumer group, and takes up again what was handed out and never acknowledged: by this process
/// before it was killed, or by another of the same group. It has a connection of its own, because reading waits in it.
/// </summary>
internal sealed class RedisStreamSubscription(
    ConnectionMultiplexer writing, RedisStreamSettings settings, string group, string topic, MessageHandler handler, SemaphoreSlim slots, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private const int Block = 2000;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, Task> underWay = new(StringComparer.Ordinal);
    private ConnectionMultiplexer reading = null!;
    private bool hasGroup;
    private Task loops = Task.CompletedTask;

    public async Task StartAsync(ConfigurationOptions options, TimeSpan patience, CancellationToken cancellation)
    {
        var reader = options.Clone();
        reader.Protocol = RedisProtocol.Resp2; // In the newer one the answer to a read has another form.
        reader.AsyncTimeout = Math.Max(options.AsyncTimeout, Block + 3000);
        reading = await ConnectionMultiplexer.ConnectAsync(reader);
        loops = Task.WhenAll(LoopAsync(ReadAsync, TimeSpan.Zero), settings.Redelivers ? LoopAsync(ReclaimAsync, settings.RedeliverInterval) : Task.CompletedTask);
        await Task.WhenAny(ready.Task, Carrier.WaitAsync(patience, clock, cancellation));
    }

    /// <summary>Stops; what is under way stays pending, for whoever reads next.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // The server hears of it at once, instead of when the waiting read ends.
        await reading.CloseAsync(allowCommandsToComplete: false);
        await loops;
        await Task.WhenAll(underWay.Values);
        await reading.DisposeAsync();
        stop.Dispose();
    }

    private async Task LoopAsync(Func<Task> step, TimeSpan pause)
    {
        var said = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await step();
                said = false;
                if (pause > TimeSpan.Zero)
                    await Carrier.WaitAsync(pause, clock, stop.Token);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whatever it is, a subscription does not end of itself.
                if (!said)
                    log.CannotRead(topic, group, RedisConnection.Reason(error));
                said = true;
                await Carrier.WaitAsync(BetweenTries, clock, stop.Token);
            }
        }
    }

    private async Task ReadAsync()
    {
        var database = reading.GetDatabase();
        if (!hasGroup)
            await CreateGroupAsync(database);
        ready.TrySetResult();
        RedisResult answer;
        try
        {
            answer = await database.ExecuteAsync("XREADGROUP", "GROUP", group, group, "COUNT", settings.QueueDepth, "BLOCK", Block, "STREAMS", (RedisKey)topic, ">");
        }
        catch (RedisServerException error) when (error.Message.StartsWith("NOGROUP", StringComparison.Ordinal))
        {
            hasGroup = false; // The server lost its data.
            return;
        }
        if (!answer.IsNull)
            await StartAsync(Entries(answer[0][1]));
    }

    private async Task CreateGroupAsync(IDatabase database)
    {
        try
        {
            await database.ExecuteAsync("XGROUP", "CREATE", (RedisKey)topic, group, "0", "MKSTREAM");
        }
        catch (RedisServerException error) when (error.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there already.
        }
        hasGroup = true;
    }

    private async Task ReclaimAsync()
    {
        await ready.Task.WaitAsync(stop.Token);
        var database = writing.GetDatabase();
        var pending = await database.StreamPendingMessagesAsync(topic, group, settings.QueueDepth + underWay.Count, RedisValue.Null);
        var lost = pending.Where(p => p.IdleTimeInMilliseconds >= settings.ProcessingTimeout.TotalMilliseconds && !underWay.ContainsKey(p.MessageId!)).Select(p => p.MessageId).ToArray();
        if (lost.Length == 0)
            return;
        var claimed = await database.StreamClaimAsync(topic, group, group, (long)settings.ProcessingTimeout.TotalMilliseconds, lost);
        // A message that was trimmed from the stream has no content any more; Redis 7 forgets it by itself, older ones have to be told.
        var gone = claimed.Where(c => c.IsNull).Select(c => c.Id).Concat(lost.Except(claimed.Select(c => c.Id))).Where(id => !id.IsNull).ToArray();
        foreach (var id in gone)
        {
            if ((await database.StreamRangeAsync(topic, id, id)).Length == 0)
                await database.StreamAcknowledgeAsync(topic, group, id);
        }
        await StartAsync(claimed.Where(c => !c.IsNull).Select(c => (c.Id.ToString(), c.Values)));
    }

    /// <summary>Hands messages out as workers become free.</summary>
    private async Task StartAsync(IEnumerable<(string Id, NameValueEntry[] Fields)> entries)
    {
        foreach (var (id, fields) in entries)
        {
            await slots.WaitAsync(stop.Token);
            // Known before it runs, so that it can take itself off again.
            underWay[id] = Task.CompletedTask;
            underWay.TryUpdate(id, Task.Run(() => CarryAsync(id, Message(fields))), Task.CompletedTask);
        }
    }

    private async Task CarryAsync(string id, TopicMessage message)
    {
        try
        {
            var verdict = await Carrier.CarryAsync(message, handler, settings.Redelivers ? settings.ProcessingTimeout : TimeSpan.Zero, clock, stop.Token);
            // As with daprd, what the app refuses for good is done with; a dead letter topic or a retry policy is what saves it.
            if (verdict is not VerdictKind.Absent)
                await writing.GetDatabase().StreamAcknowledgeAsync(topic, group, id);
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException or ObjectDisposedException)
        {
            log.CannotAcknowledge(topic, group, RedisConnection.Reason(error));
        }
        finally
        {
            underWay.TryRemove(id, out _);
            slots.Release();
        }
    }

    private TopicMessage Message(NameValueEntry[] fields)
    {
        var data = fields.FirstOrDefault(f => f.Name == "data").Value;
        var metadata = fields.FirstOrDefault(f => f.Name == "metadata").Value;
        return new TopicMessage(topic, (byte[]?)data ?? [], Metadata((byte[]?)metadata));
    }

    private Dictionary<string, string> Metadata(byte[]? json)
    {
        try
        {
            return json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
        }
        catch (JsonException error)
        {
            log.CannotRead(topic, group, error.Message);
            return [];
        }
    }

    private static IEnumerable<(string Id, NameValueEntry[] Fields)> Entries(RedisResult entries) =>
        ((RedisResult[])entries!).Select(e => ((string)e[0]!, Pairs((RedisValue[])e[1]!)));

    private static NameValueEntry[] Pairs(RedisValue[] flat) => [.. flat.Chunk(2).Select(p => new NameValueEntry(p[0], p[1]))];
}

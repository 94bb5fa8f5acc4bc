using System.Buffers;
using System.Text.Json;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.PubSub;

/// <summary>How many events a bulk subscriber takes with one call, and how long the first of them waits for others.</summary>
internal sealed record BulkSettings(int MaxMessages, TimeSpan MaxWait)
{
    /// <summary>While one call is under way, the next one fills.</summary>
    public int AtOnce => MaxMessages * 2;

    public static BulkSettings Read(int? maxMessages, int? maxWaitMilliseconds) =>
        new(maxMessages is > 0 ? Math.Min(maxMessages.Value, 10_000) : 100, TimeSpan.FromMilliseconds(maxWaitMilliseconds is > 0 ? maxWaitMilliseconds.Value : 1000));
}

/// <summary>Collects events and gives many of them with one POST; the app says for each what became of it.</summary>
internal sealed class BulkTaker(AppRuntime app, TopicSubscription subscription, BulkSettings settings, TimeSpan? timeout, AppChannel channel, TimeProvider clock) : IEventTaker
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Batch> open = new(StringComparer.Ordinal);

    public Task<Judgement> TakeAsync(string path, TopicMessage message, ReceivedEvent received, CancellationToken cancellation)
    {
        var entry = new Entry(received.Body, message.Metadata, cancellation);
        Batch batch;
        lock (gate)
        {
            if (!open.TryGetValue(path, out batch!))
            {
                open.Add(path, batch = new Batch(path));
                batch.Timer = clock.CreateTimer(state => Close((Batch)state!), batch, settings.MaxWait, Timeout.InfiniteTimeSpan);
            }
            batch.Entries.Add(entry);
        }
        if (batch.Entries.Count >= settings.MaxMessages)
            Close(batch);
        return entry.Judged.Task.WaitAsync(cancellation);
    }

    /// <summary>Sends a batch, once: it is full, or has waited long enough.</summary>
    private void Close(Batch batch)
    {
        lock (gate)
        {
            if (open.GetValueOrDefault(batch.Path) != batch)
                return;
            open.Remove(batch.Path);
        }
        batch.Timer?.Dispose();
        _ = SendAsync(batch);
    }

    private async Task SendAsync(Batch batch)
    {
        Dictionary<string, string?> statuses = [];
        Judgement common;
        try
        {
            common = await Judgement.AskAsync(async limit =>
            {
                using var body = AppChannel.Body(Compose(batch), "application/json");
                using var response = await channel.SendAsync(app, HttpMethod.Post, batch.Path, body, [], limit);
                if (HttpTaker.Refusal(response) is { } refusal)
                    return refusal;
                statuses = Statuses(await response.Content.ReadAsByteArrayAsync(limit));
                return Judgement.Retry("the app does not say what became of the event");
            }, timeout, batch.Entries[0].Cancellation);
        }
        catch (Exception error) // Those who wait must learn of it, whatever it is.
        {
            common = Judgement.Retry(error.Message);
        }
        foreach (var (number, entry) in batch.Entries.Index())
            entry.Judged.SetResult(statuses.GetValueOrDefault(Id(number)) is { Length: > 0 } status ? Judgement.Of(status) : common);
    }

    private byte[] Compose(Batch batch)
    {
        var buffer = new ArrayBufferWriter<byte>(batch.Entries.Sum(e => e.Event.Length + 128));
        using (var json = new Utf8JsonWriter(buffer, ApiJson.Writer))
        {
            json.WriteStartObject();
            json.WriteString("id", Guid.CreateVersion7(clock.GetUtcNow()));
            json.WriteStartArray("entries");
            foreach (var (number, entry) in batch.Entries.Index())
            {
                json.WriteStartObject();
                json.WriteString("entryId", Id(number));
                json.WritePropertyName("event");
                json.WriteRawValue(entry.Event.Span, skipInputValidation: true);
                json.WriteString("contentType", CloudEvent.ContentType);
                WriteMetadata(json, entry.Metadata);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteMetadata(json, []);
            json.WriteString("pubsubname", subscription.PubSubName);
            json.WriteString("topic", subscription.Topic);
            json.WriteString("type", "com.dapr.event.sent.bulk");
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        json.WriteStartObject("metadata");
        foreach (var (name, value) in metadata)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static Dictionary<string, string?> Statuses(byte[] body)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<AnswerJson>(body, ApiJson.Options);
            return (answer?.Statuses ?? []).Where(s => s?.EntryId is not null).GroupBy(s => s!.EntryId!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last()!.Status, StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Id(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Batch(string Path)
    {
        public List<Entry> Entries { get; } = [];

        public ITimer? Timer { get; set; }
    }

    private sealed record Entry(ReadOnlyMemory<byte> Event, IReadOnlyDictionary<string, string> Metadata, CancellationToken Cancellation)
    {
        public TaskCompletionSource<Judgement> Judged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record AnswerJson(List<StatusJson?>? Statuses);

    private sealed record StatusJson(string? EntryId, string? Status);
}

using System.Buffers;
using System.Text.Json;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.PubSub;

/// <summary>One event of many.</summary>
internal sealed record BulkEntry(string Id, ReadOnlyMemory<byte> Event, IReadOnlyDictionary<string, string> Metadata);

/// <summary>One POST with many events.</summary>
internal sealed class HttpBulkCall(AppRuntime app, TopicSubscription subscription, AppChannel channel, TimeProvider clock) : IBulkCall<BulkEntry>
{
    public async Task<(Judgement Common, Dictionary<string, Judgement> Each)> SendAsync(string path, IReadOnlyList<BulkEntry> entries, CancellationToken cancellation)
    {
        using var body = AppChannel.Body(Compose(entries), "application/json");
        using var response = await channel.SendAsync(app, HttpMethod.Post, path, body, [], cancellation);
        return HttpTaker.Refusal(response) is { } refusal ? (refusal, []) : (Judgement.Unmentioned, Read(await response.Content.ReadAsByteArrayAsync(cancellation)));
    }

    public BulkEntry Entry(string id, TopicMessage message, ReceivedEvent received) => new(id, received.Body, message.Metadata);

    private byte[] Compose(IReadOnlyList<BulkEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>(entries.Sum(e => e.Event.Length + 128));
        using (var json = new Utf8JsonWriter(buffer, ApiJson.Writer))
        {
            json.WriteStartObject();
            json.WriteString("id", Guid.CreateVersion7(clock.GetUtcNow()));
            json.WriteStartArray("entries");
            foreach (var entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("entryId", entry.Id);
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
            json.WriteString("type", CloudEvent.BulkType);
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

    /// <summary>An entry without a status is as one that is missing.</summary>
    private static Dictionary<string, Judgement> Read(byte[] body)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<AnswerJson>(body, ApiJson.Options);
            return (answer?.Statuses ?? []).Where(s => s is { EntryId: not null, Status.Length: > 0 })
                .GroupBy(s => s!.EntryId!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Judgement.Of(g.Last()!.Status), StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private sealed record AnswerJson(List<StatusJson?>? Statuses);

    private sealed record StatusJson(string? EntryId, string? Status);
}

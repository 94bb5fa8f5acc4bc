using System.Text;
using System.Text.Json;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.PubSub;

/// <summary>/v1.0/publish</summary>
internal sealed class PublishHttpApi(Publisher publisher) : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Write, "publish", _ => throw PubSubErrors.NameEmpty()),
        new(ApiRoute.Write, "publish/{pubsub}", call => throw PubSubErrors.TopicEmpty(call[0])),
        new(ApiRoute.Write, "publish/bulk/{pubsub}/{**topic}", PublishManyAsync),
        new(ApiRoute.Write, "publish/{pubsub}/{**topic}", PublishAsync),
    ];

    private async Task PublishAsync(ApiCall call)
    {
        var data = await call.BodyAsync();
        await publisher.PublishAsync(call.App, call[0], call.Rest(1), data, call.Http.Request.ContentType, call.Metadata(), call.Cancellation);
        await call.NoContent();
    }

    private async Task PublishManyAsync(ApiCall call)
    {
        var (pubsub, topic) = (call[1], call.Rest(2));
        var common = call.Metadata();
        var entries = Read(await call.BodyAsync(), pubsub, topic, common);
        var failed = await publisher.PublishManyAsync(call.App, pubsub, topic, entries, call.Cancellation);
        if (failed.Count == 0)
        {
            await call.NoContent();
            return;
        }
        call.Http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        await call.WriteJsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("failedEntries");
            foreach (var (id, error) in failed)
            {
                json.WriteStartObject();
                json.WriteString("entryId", id);
                json.WriteString("error", error);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("errorCode", "ERR_PUBSUB_PUBLISH_MESSAGE");
            json.WriteEndObject();
        });
    }

    private static List<Publisher.Entry> Read(byte[] body, string pubsub, string topic, Dictionary<string, string> common)
    {
        try
        {
            var items = ApiJson.Read<EntryJson?[]>(body) ?? [];
            return [.. items.Select(i => Read(i ?? throw new JsonException("an entry is null"), common))];
        }
        catch (JsonException error)
        {
            throw PubSubErrors.Entries(pubsub, topic, error.Message);
        }
    }

    private static Publisher.Entry Read(EntryJson item, Dictionary<string, string> common)
    {
        if (string.IsNullOrEmpty(item.ContentType))
            throw new JsonException("an entry has no contentType");
        var metadata = new Dictionary<string, string>(common, StringComparer.Ordinal);
        foreach (var (name, value) in item.Metadata ?? [])
            metadata[name] = value;
        var json = CloudEvent.IsJson(CloudEvent.MediaType(item.ContentType));
        // A string that is not said to be JSON is the text itself.
        var data = item.Event.ValueKind == JsonValueKind.String && !json
            ? Encoding.UTF8.GetBytes(item.Event.GetString()!)
            : item.Event.ValueKind == JsonValueKind.Undefined ? [] : JsonSerializer.SerializeToUtf8Bytes(item.Event, ApiJson.Options);
        return new Publisher.Entry(item.EntryId ?? "", data, item.ContentType, metadata);
    }

    private sealed record EntryJson(string? EntryId, JsonElement Event, string? ContentType, Dictionary<string, string>? Metadata);
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.PubSub;

/// <summary>Puts an event into the CloudEvents envelope, as daprd does it.</summary>
internal static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json";

    public const string BulkType = "com.dapr.event.sent.bulk";
    private const string SentType = "com.dapr.event.sent";

    /// <summary>What surrounds a publish.</summary>
    internal sealed record Envelope(string PubSubName, string Topic, string Source, string? TraceParent, string? TraceState, string Id, DateTimeOffset Now);

    /// <summary>Wraps data, or completes what is an envelope already.</summary>
    /// <exception cref="JsonException">The publisher said it is a CloudEvent, and it is no JSON object.</exception>
    public static byte[] Build(ReadOnlyMemory<byte> data, string? contentType, IReadOnlyDictionary<string, string> metadata, Envelope envelope)
    {
        var attributes = MediaType(contentType) == ContentType ? Complete(data, envelope) : Wrap(data, contentType, metadata, envelope);
        if (TimeToLive(metadata) is { } ttl)
            attributes["expiration"] = Text(Rfc3339(envelope.Now + ttl));
        return Write(attributes);
    }

    /// <summary>Bytes that are no envelope, for a subscriber that asked for raw payloads.</summary>
    public static byte[] WrapRaw(ReadOnlyMemory<byte> data, Envelope envelope)
    {
        var attributes = new Dictionary<string, Action<Utf8JsonWriter>>(StringComparer.Ordinal)
        {
            ["data_base64"] = json => json.WriteBase64StringValue(data.Span),
            ["datacontenttype"] = Text("application/octet-stream"),
            ["id"] = Text(envelope.Id),
            ["pubsubname"] = Text(envelope.PubSubName),
            ["source"] = Text("Dapr"),
            ["specversion"] = Text("1.0"),
            ["topic"] = Text(envelope.Topic),
            ["type"] = Text(SentType),
        };
        return Write(attributes);
    }

    public static bool IsJson(string? mediaType) => mediaType is "application/json" or ContentType || mediaType?.EndsWith("+json", StringComparison.Ordinal) == true;

    public static string? MediaType(string? contentType) => contentType?.Split(';', 2)[0].Trim().ToLowerInvariant();

    private static Dictionary<string, Action<Utf8JsonWriter>> Wrap(ReadOnlyMemory<byte> data, string? contentType, IReadOnlyDictionary<string, string> metadata, Envelope envelope)
    {
        var type = string.IsNullOrEmpty(contentType) ? "text/plain" : contentType;
        var media = MediaType(type);
        var attributes = new Dictionary<string, Action<Utf8JsonWriter>>(StringComparer.Ordinal);
        if (media == "application/octet-stream")
            attributes["data_base64"] = json => json.WriteBase64StringValue(data.Span);
        else if (IsJson(media) && Parse(data) is { } parsed)
            attributes["data"] = parsed.WriteTo;
        else
            attributes["data"] = Text(Encoding.UTF8.GetString(data.Span));
        attributes["datacontenttype"] = Text(type);
        attributes["id"] = Text(Override("id") ?? envelope.Id);
        attributes["pubsubname"] = Text(envelope.PubSubName);
        attributes["source"] = Text(Override("source") ?? envelope.Source);
        attributes["specversion"] = Text("1.0");
        if (Override("subject") is { } subject)
            attributes["subject"] = Text(subject);
        attributes["time"] = Text(Rfc3339(envelope.Now));
        attributes["topic"] = Text(envelope.Topic);
        var parent = Override("traceparent") ?? envelope.TraceParent ?? "";
        attributes["traceid"] = Text(Override("traceid") ?? parent);
        attributes["traceparent"] = Text(parent);
        attributes["tracestate"] = Text(Override("tracestate") ?? envelope.TraceState ?? "");
        attributes["type"] = Text(Override("type") ?? SentType);
        return attributes;

        string? Override(string name) => metadata.FirstOrDefault(m => m.Key.Equals($"cloudevent.{name}", StringComparison.OrdinalIgnoreCase)).Value;
    }

    /// <summary>Keeps every attribute of the publisher, sets where the event goes, and fills in what a CloudEvent must have.</summary>
    private static Dictionary<string, Action<Utf8JsonWriter>> Complete(ReadOnlyMemory<byte> data, Envelope envelope)
    {
        using var document = ApiJson.Parse(data);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("a CloudEvent is a JSON object");
        var attributes = new Dictionary<string, Action<Utf8JsonWriter>>(StringComparer.Ordinal);
        foreach (var attribute in document.RootElement.EnumerateObject())
            attributes[attribute.Name] = attribute.Value.Clone().WriteTo;
        attributes["topic"] = Text(envelope.Topic);
        attributes["pubsubname"] = Text(envelope.PubSubName);
        if (!attributes.ContainsKey("traceid") && envelope.TraceParent is { } parent)
        {
            attributes["traceid"] = Text(parent);
            attributes["traceparent"] = Text(parent);
        }
        if (envelope.TraceState is { } state)
            attributes.TryAdd("tracestate", Text(state));
        attributes.TryAdd("time", Text(Rfc3339(envelope.Now)));
        attributes.TryAdd("specversion", Text("1.0"));
        attributes.TryAdd("type", Text(SentType));
        attributes.TryAdd("source", Text("Dapr"));
        return attributes;
    }

    private static TimeSpan? TimeToLive(IReadOnlyDictionary<string, string> metadata) =>
        metadata.FirstOrDefault(m => m.Key.Equals("ttlInSeconds", StringComparison.OrdinalIgnoreCase)).Value is { } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds) : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var document = ApiJson.Parse(data);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null; // Then it travels as the text it is.
        }
    }

    private static byte[] Write(Dictionary<string, Action<Utf8JsonWriter>> attributes)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, ApiJson.Writer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in attributes)
            {
                json.WritePropertyName(name);
                value(json);
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static Action<Utf8JsonWriter> Text(string value) => json => json.WriteStringValue(value);

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

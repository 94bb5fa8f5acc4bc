using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Yilai.Sidecar.Http;

/// <summary>
/// How the API reads and writes JSON. Text other than markup stays readable. What is no text (bytes that are no UTF-8,
/// half of a surrogate pair) is an error when it is read, not only when it is written again.
/// </summary>
internal static class ApiJson
{
    private const int MaxDepth = 1000; // As deep as a writer goes.

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = MaxDepth,
        Converters = { new Texts() },
    };

    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static T? Read<T>(ReadOnlySpan<byte> json)
    {
        Check(json);
        return JsonSerializer.Deserialize<T>(json, Options);
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        Check(json.Span);
        return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }

    private static void Check(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw new JsonException("it is not UTF-8");
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
                if (reader.ValueIsEscaped)
                    reader.GetString();
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException($"a string at byte {reader.TokenStartIndex} is no text", error);
        }
    }

    /// <summary>Metadata: text by text. Like Go's, this reader takes null for nothing.</summary>
    private sealed class Texts : JsonConverter<Dictionary<string, string>>
    {
        public override Dictionary<string, string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException();
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                texts[name] = reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() ?? "" : throw new JsonException();
            }
            return texts;
        }

        public override void Write(Utf8JsonWriter writer, Dictionary<string, string> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, text) in value)
                writer.WriteString(name, text);
            writer.WriteEndObject();
        }
    }
}

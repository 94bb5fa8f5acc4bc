using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.State;

/// <summary>A set or delete as an app asks for it, whichever way it came.</summary>
internal sealed record StateRequest(
    string Key,
    ReadOnlyMemory<byte>? Value,
    string? ETag,
    string? Concurrency,
    string? Consistency,
    IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>As the store takes it; options that make no sense are errors of the write, as with daprd.</summary>
    public StateWrite ToWrite(StateKeys keys)
    {
        if (Concurrency is not (null or "" or "first-write" or "last-write"))
            throw new StateException($"unrecognized concurrency mode '{Concurrency}'");
        if (Consistency is not (null or "" or "strong" or "eventual"))
            throw new StateException($"unrecognized consistency mode '{Consistency}'");
        return new StateWrite(keys.Stored(Key), Value, string.IsNullOrEmpty(ETag) ? null : ETag, Concurrency == "first-write", TimeToLive())
        {
            LivesForEver = SecondsToLive() <= 0,
        };
    }

    public TimeSpan? TimeToLive() => SecondsToLive() is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    private int? SecondsToLive()
    {
        var text = Metadata.FirstOrDefault(m => m.Key.Equals("ttlInSeconds", StringComparison.OrdinalIgnoreCase)).Value;
        if (string.IsNullOrEmpty(text))
            return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) || seconds < -1)
            throw new StateException($"error parsing TTL: '{text}' is not a number of seconds of -1 or more");
        return seconds;
    }
}

/// <summary>A state item in HTTP's JSON.</summary>
internal sealed record StateItemJson(
    string? Key,
    JsonElement Value,
    [property: JsonPropertyName("etag")] string? ETag,
    Dictionary<string, string>? Metadata,
    StateOptionsJson? Options)
{
    public StateRequest ToRequest(IReadOnlyDictionary<string, string> urlMetadata, bool isDelete = false)
    {
        if (string.IsNullOrEmpty(Key))
            throw ApiError.Malformed("\"key\" is a required field");
        var metadata = new Dictionary<string, string>(Metadata ?? [], StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in urlMetadata)
            metadata[name] = value; // What the address says wins.
        ReadOnlyMemory<byte>? bytes = isDelete ? null : Value.ValueKind == JsonValueKind.Undefined ? "null"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(Value, ApiJson.Options);
        return new StateRequest(Key, bytes, ETag, Options?.Concurrency, Options?.Consistency, metadata);
    }
}

/// <summary>Options in HTTP's JSON.</summary>
internal sealed record StateOptionsJson(string? Concurrency, string? Consistency);

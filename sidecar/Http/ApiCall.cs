using System.Buffers;
using System.Net;
using System.Text.Json;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Http;

/// <summary>A request to the Dapr HTTP API: its app, and the segments of its path after the building block's name.</summary>
internal sealed class ApiCall(HttpContext http, AppRuntime app, string[] segments)
{
    public HttpContext Http => http;

    public AppRuntime App => app;

    public CancellationToken Cancellation => http.RequestAborted;

    /// <summary>A segment, unescaped as Go unescapes queries: "+" is a space.</summary>
    public string this[int index] => WebUtility.UrlDecode(segments[index]);

    /// <summary>The segments from one on, with their slashes.</summary>
    public string Rest(int from) => WebUtility.UrlDecode(string.Join('/', segments[from..]));

    public string? Query(string name) => http.Request.Query.TryGetValue(name, out var value) ? value[0] : null;

    /// <summary>The query parameters "metadata.x", by x.</summary>
    public Dictionary<string, string> Metadata()
    {
        const string prefix = "metadata.";
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in http.Request.Query)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                metadata[name[prefix.Length..]] = value[0] ?? "";
        return metadata;
    }

    public async Task<byte[]> BodyAsync()
    {
        try
        {
            var length = http.Request.ContentLength ?? 0;
            using var buffer = new MemoryStream((int)Math.Clamp(length, 0, 1 << 20));
            await http.Request.Body.CopyToAsync(buffer, Cancellation);
            return buffer.ToArray();
        }
        catch (BadHttpRequestException error)
        {
            throw ApiError.Malformed($"failed to read the request body: {error.Message}");
        }
    }

    public async Task<T> JsonAsync<T>()
    {
        var body = await BodyAsync();
        try
        {
            return ApiJson.Read<T>(body) ?? throw ApiError.Malformed("the request body is null");
        }
        catch (JsonException error)
        {
            throw ApiError.Malformed($"the request body is not the JSON it should be: {error.Message}");
        }
    }

    public Task NoContent()
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task WriteAsync(ReadOnlyMemory<byte> json)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, Cancellation).AsTask();
    }

    public Task WriteJsonAsync(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ApiJson.Writer))
            write(writer);
        return WriteAsync(buffer.WrittenMemory);
    }
}

using System.Text.Json;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Bindings;

/// <summary>/v1.0/bindings</summary>
internal sealed class BindingHttpApi : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes => [new(ApiRoute.Write, "bindings/{name}", InvokeAsync)];

    private static async Task InvokeAsync(ApiCall call)
    {
        var request = await call.JsonAsync<RequestJson>();
        var data = request.Data.ValueKind == JsonValueKind.Undefined ? [] : JsonSerializer.SerializeToUtf8Bytes(request.Data, ApiJson.Options);
        var (response, error) = await OutputBindings.InvokeAsync(call.App, call[0], request.Operation ?? "", data, request.Metadata ?? [], call.Cancellation);
        foreach (var (name, value) in response?.Metadata ?? BindingResponse.NoMetadata)
        {
            // What is no header value cannot be told by a header.
            if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                call.Http.Response.Headers[$"metadata.{name}"] = value;
        }
        if (error is not null)
            throw error;
        if (response?.Data is { } answer)
            await call.WriteAsync(answer);
        else
            await call.NoContent();
    }

    private sealed record RequestJson(string? Operation, JsonElement Data, Dictionary<string, string>? Metadata);
}

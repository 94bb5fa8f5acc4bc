using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using Yarp.ReverseProxy.Transforms;

namespace Yilai.Gateway.Routing;

/// <summary>
/// Dapr answers in a service's stead when it cannot reach it: an error status and <c>{"errorCode":"ERR_…"}</c> as plain
/// JSON. Services answer errors as problem details only, so the media type tells the two apart and nothing else is buffered.
/// </summary>
internal sealed partial class SidecarErrors : ResponseTransform
{
    private const int MaxBytes = 64 * 1024;

    public override async ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { IsSuccessStatusCode: false } response
            || (int)response.StatusCode < StatusCodes.Status400BadRequest
            || !MayBeDapr(response.Content.Headers))
        {
            return;
        }

        await response.Content.LoadIntoBufferAsync(MaxBytes, context.CancellationToken);
        if (ErrorCode(await response.Content.ReadAsByteArrayAsync(context.CancellationToken)) is { } code)
        {
            var logger = context.HttpContext.RequestServices.GetRequiredService<ILogger<SidecarErrors>>();
            NotDelivered(logger, code, (int)response.StatusCode);
            context.SuppressResponseBody = true;
            context.HttpContext.Response.Headers.ContentLength = null;
            await NeighbourAway.Unavailable().ExecuteAsync(context.HttpContext);
        }
    }

    private static bool MayBeDapr(HttpContentHeaders headers) =>
        headers.ContentType?.MediaType == MediaTypeNames.Application.Json && (headers.ContentLength ?? 0) <= MaxBytes;

    private static string? ErrorCode(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("errorCode", out var code)
                && code.ValueKind == JsonValueKind.String
                    ? code.GetString()
                    : null;
        }
        catch (JsonException)
        {
            // Whatever it is, it is not Dapr's.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sidecar could not deliver a call: {Code}, status {Status}")]
    private static partial void NotDelivered(ILogger logger, string code, int status);
}

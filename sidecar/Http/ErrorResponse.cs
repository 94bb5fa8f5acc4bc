using System.Buffers;
using System.Text.Json;

namespace Yilai.Sidecar.Http;

/// <summary>Writes an error the way daprd does: errorCode and message, and details where it has them.</summary>
internal static class ErrorResponse
{
    public static Task WriteAsync(HttpContext context, ApiError error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, ApiJson.Writer))
        {
            json.WriteStartObject();
            json.WriteString("errorCode", error.Code);
            json.WriteString("message", error.Message);
            if (error.Reason is not null)
                WriteDetails(json, error);
            json.WriteEndObject();
        }
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        return context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).AsTask();
    }

    private static void WriteDetails(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartArray("details");
        json.WriteStartObject();
        json.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
        json.WriteString("domain", "dapr.io");
        json.WriteNull("metadata");
        json.WriteString("reason", error.Reason);
        json.WriteEndObject();
        if (error.Resource is { } resource)
        {
            json.WriteStartObject();
            json.WriteString("@type", "type.googleapis.com/google.rpc.ResourceInfo");
            json.WriteString("description", "");
            json.WriteString("owner", "");
            json.WriteString("resource_name", resource.Name);
            json.WriteString("resource_type", resource.Type);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

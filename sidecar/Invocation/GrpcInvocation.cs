using System.Globalization;
using System.Text;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Invocation;

/// <summary>InvokeService: an invocation that comes by gRPC and goes to the app by what it speaks.</summary>
internal sealed class GrpcInvocation(AppChannel channel, GrpcAppInvocation grpc, AppCallers callers, AppDirectory apps) : IGrpcApi
{
    public void Bind(GrpcMethods methods) => methods.Unary<InvokeServiceRequest, InvokeResponse>("InvokeService", InvokeAsync);

    private async Task<InvokeResponse> InvokeAsync(GrpcCall call, InvokeServiceRequest request)
    {
        if (apps.Find(request.Id) is not { Listens: true } target)
            throw Failed(StatusCode.Internal, $"failed to invoke, id: {request.Id}, err: failed to resolve address for '{request.Id}'");
        var message = request.Message ?? new InvokeRequest();
        var via = callers.For(call.App, target);
        if (target.IsGrpc)
            return await grpc.CallAsync(target, message, Headers(call.Context), via.Counts, call.Cancellation);
        using var content = Body(message);
        var query = message.HttpExtension?.Querystring is { Length: > 0 } text ? $"?{text}" : "";
        var since = via.Counts?.Asked() ?? 0;
        try
        {
            using var response = await channel.SendAsync(target, Method(message.HttpExtension), message.Method + query, content, Headers(call.Context), call.Cancellation, via.Http);
            via.Counts?.Answered((int)response.StatusCode, since);
            var bytes = await response.Content.ReadAsByteArrayAsync(call.Cancellation);
            if ((int)response.StatusCode >= 400)
                throw Refused((int)response.StatusCode, response.ReasonPhrase ?? "", bytes);
            return new InvokeResponse
            {
                Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(bytes) },
                ContentType = response.Content.Headers.ContentType?.ToString() ?? "",
            };
        }
        catch (HttpRequestException error)
        {
            throw Failed(StatusCode.Internal, $"failed to invoke, id: {request.Id}, err: {error.Message}");
        }
    }

    private static ByteArrayContent? Body(InvokeRequest message)
    {
        if (message.Data is null || message.Data.Value.IsEmpty)
            return null;
        var content = new ByteArrayContent(message.Data.Value.ToByteArray());
        content.Headers.TryAddWithoutValidation("Content-Type", message.ContentType.Length > 0 ? message.ContentType : "application/json");
        return content;
    }

    private static HttpMethod Method(HTTPExtension? extension) => extension?.Verb switch
    {
        null or HTTPExtension.Types.Verb.None => HttpMethod.Post,
        { } verb => HttpMethod.Parse(verb.ToString().ToUpperInvariant()),
    };

    /// <summary>Metadata become headers, save gRPC's own.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Headers(ServerCallContext context) => context.RequestHeaders
        .Where(h => !h.IsBinary && !h.Key.StartsWith("grpc-", StringComparison.Ordinal) && h.Key is not ("dapr-api-token" or "te" or "host" or "user-agent" or "traceparent" or "tracestate"))
        .Select(h => KeyValuePair.Create(h.Key, h.Value));

    private static RpcException Refused(int status, string phrase, byte[] body)
    {
        var code = status switch
        {
            400 => StatusCode.Internal,
            401 => StatusCode.Unauthenticated,
            403 => StatusCode.PermissionDenied,
            404 => StatusCode.NotFound,
            408 => StatusCode.Cancelled,
            409 => StatusCode.AlreadyExists,
            429 => StatusCode.ResourceExhausted,
            501 => StatusCode.Unimplemented,
            503 => StatusCode.Unavailable,
            504 => StatusCode.DeadlineExceeded,
            _ => StatusCode.Unknown,
        };
        var info = new ErrorInfo { Domain = "dapr.io", Reason = phrase };
        info.Metadata["http.code"] = status.ToString(CultureInfo.InvariantCulture);
        info.Metadata["http.error_message"] = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 64)));
        var details = new Google.Rpc.Status { Code = (int)code, Message = phrase, Details = { Any.Pack(info) } };
        return new RpcException(new global::Grpc.Core.Status(code, phrase), new global::Grpc.Core.Metadata { { "grpc-status-details-bin", details.ToByteArray() } });
    }

    private static RpcException Failed(StatusCode code, string message) => new(new global::Grpc.Core.Status(code, message));
}

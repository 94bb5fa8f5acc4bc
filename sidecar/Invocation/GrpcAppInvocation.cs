using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Invocation;

/// <summary>OnInvoke: invocations of apps that speak gRPC, whichever way they come.</summary>
internal sealed class GrpcAppInvocation(GrpcAppChannel channel)
{
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "content-length", "content-type", "connection", "transfer-encoding", "te", "user-agent", "dapr-app-id", "dapr-api-token", "upgrade", "keep-alive", "expect",
    };

    public async Task<InvokeResponse> CallAsync(AppRuntime target, InvokeRequest request, IEnumerable<KeyValuePair<string, string>> headers, CallMetrics.Pair? counts, CancellationToken cancellation)
    {
        var since = counts?.Asked() ?? 0;
        try
        {
            var answer = await channel.CallAsync(target, AppMethods.OnInvoke, request, cancellation, headers);
            counts?.Answered((int)StatusCode.OK, since);
            return answer;
        }
        catch (RpcException error)
        {
            counts?.Answered((int)error.StatusCode, since);
            throw;
        }
    }

    /// <summary>An invocation that comes by HTTP.</summary>
    public async Task HandleAsync(HttpContext context, AppRuntime target, string method, CallMetrics.Pair? counts)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new InvokeRequest
        {
            Method = method.TrimStart('/'),
            Data = new Any { Value = ByteString.CopyFrom(body.GetBuffer().AsSpan(0, (int)body.Length)) },
            ContentType = context.Request.ContentType ?? "",
            HttpExtension = new HTTPExtension
            {
                Verb = System.Enum.TryParse<HTTPExtension.Types.Verb>(context.Request.Method, ignoreCase: true, out var verb) ? verb : HTTPExtension.Types.Verb.None,
                Querystring = context.Request.QueryString.Value?.TrimStart('?') ?? "",
            },
        };
        var headers = context.Request.Headers
            .Where(h => !NotPassedOn.Contains(h.Key) && !h.Key.StartsWith(':') && !h.Key.EndsWith("-bin", StringComparison.OrdinalIgnoreCase))
            .Select(h => KeyValuePair.Create(h.Key.ToLowerInvariant(), h.Value.ToString()));
        try
        {
            var answer = await CallAsync(target, request, headers, counts, context.RequestAborted);
            if (answer.ContentType.Length > 0)
                context.Response.ContentType = answer.ContentType;
            await context.Response.BodyWriter.WriteAsync(answer.Data?.Value.Memory ?? default, context.RequestAborted);
        }
        catch (RpcException error)
        {
            throw new ApiError(HttpStatus(error.StatusCode), error.StatusCode, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {target.AppId}, err: rpc error: code = {error.StatusCode} desc = {error.Status.Detail}");
        }
        catch (HttpRequestException error)
        {
            throw new ApiError(StatusCodes.Status500InternalServerError, StatusCode.Internal, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {target.AppId}, err: {error.Message}");
        }
    }

    /// <summary>As gRPC's own mapping has it.</summary>
    private static int HttpStatus(StatusCode code) => code switch
    {
        StatusCode.OK => 200,
        StatusCode.Cancelled => 408,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => 400,
        StatusCode.DeadlineExceeded => 504,
        StatusCode.NotFound => 404,
        StatusCode.AlreadyExists or StatusCode.Aborted => 409,
        StatusCode.PermissionDenied => 403,
        StatusCode.Unauthenticated => 401,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        _ => 500,
    };
}

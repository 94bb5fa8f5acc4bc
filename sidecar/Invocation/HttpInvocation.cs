using System.Net;
using System.Text;
using Grpc.Core;
using Yarp.ReverseProxy.Forwarder;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Invocation;

/// <summary>Service invocation: passes a request on to another app as it is, and the app's answer back as it is.</summary>
internal sealed class HttpInvocation(IHttpForwarder forwarder, AppCallers callers, GrpcAppInvocation grpc, AppDirectory apps, AppHealth health, SidecarOptions options)
{
    private const string Prefix = "/v1.0/invoke/";
    private const string TargetHeader = "dapr-app-id";

    // daprd sets no limit; this one only ends what is forgotten.
    private static readonly ForwarderRequestConfig Request = new() { ActivityTimeout = TimeSpan.FromHours(1), Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    public static bool IsInvokePath(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task HandleAsync(HttpContext context, AppRuntime caller, string path)
    {
        var (target, method) = Target(context.Request, path);
        if (apps.Find(target) is not { } app)
            throw Failed(target, $"failed to resolve address for '{target}': no app of that id is known");
        if (!app.Listens)
            throw Failed(target, "the app has no port");
        if (health.IsAsked && !app.IsReady && apps.All.Contains(app))
            throw Failed(target, "app is not in a healthy state");
        if (HasControlCharacter(method))
            throw new ApiError(StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, "ERR_DIRECT_INVOKE", $"invalid method in the path of an invocation of {target}");
        var via = callers.For(caller, app);
        if (app.IsGrpc)
        {
            await grpc.HandleAsync(context, app, method, via.Counts);
            return;
        }
        via.Counts?.Asked();
        var since = (app.Metrics ?? caller.Metrics)?.Now ?? 0;
        var transformer = new InvocationTransformer(caller, app, method, options.AppApiToken);
        var outcome = await forwarder.SendAsync(context, app.Address.ToString(), via.Http, Request, transformer, context.RequestAborted);
        var status = outcome == ForwarderError.None ? context.Response.StatusCode : StatusCodes.Status500InternalServerError;
        app.Metrics?.Http.Sent(context.Request.Method, method, status, context.Request.ContentLength, context.Response.ContentLength, since);
        if (outcome == ForwarderError.None)
            via.Counts?.Answered(status, since);
        else if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var cause = context.GetForwarderErrorFeature()?.Exception;
            context.Response.Clear();
            throw BadRequest(cause) is { } bad
                ? new ApiError(bad.StatusCode, StatusCode.InvalidArgument, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {target}, err: {bad.Message}")
                : Failed(target, cause?.Message ?? outcome.ToString());
        }
    }

    /// <summary>The caller's own mistake (mostly a body that is too large), however deeply it is wrapped.</summary>
    private static BadHttpRequestException? BadRequest(Exception? cause) => cause switch
    {
        BadHttpRequestException bad => bad,
        AggregateException several => several.InnerExceptions.Select(BadRequest).FirstOrDefault(b => b is not null),
        _ => cause?.InnerException is { } inner ? BadRequest(inner) : null,
    };

    /// <summary>The path names the target, or the header dapr-app-id, or the user of a basic authorization.</summary>
    private static (string Target, string Method) Target(HttpRequest request, string path)
    {
        if (IsInvokePath(path))
        {
            var rest = path[Prefix.Length..].TrimStart('/');
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            const string method = "/method";
            if (slash > 0 && rest.AsSpan(slash).StartsWith(method) && (rest.Length == slash + method.Length || rest[slash + method.Length] == '/'))
                return (WebUtility.UrlDecode(rest[..slash]), rest[(slash + method.Length)..]);
        }
        if (request.Headers.TryGetValue(TargetHeader, out var header) && header.Count > 0 && header[0] is { Length: > 0 } target)
            return (target, path);
        return FromAuthorization(request) is { Length: > 0 } user ? (user, path)
            : throw new ApiError(StatusCodes.Status404NotFound, StatusCode.NotFound, "ERR_DIRECT_INVOKE", "failed getting app id either from the URL path or the header dapr-app-id");
    }

    private static string? FromAuthorization(HttpRequest request)
    {
        const string scheme = "Basic ";
        var value = request.Headers.Authorization.ToString();
        if (!value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value[scheme.Length..], bytes, out var length))
            return null;
        const string user = TargetHeader + ":";
        var credentials = Encoding.UTF8.GetString(bytes, 0, length);
        return credentials.StartsWith(user, StringComparison.Ordinal) ? credentials[user.Length..] : null;
    }

    private static bool HasControlCharacter(string path)
    {
        for (var at = path.IndexOf('%', StringComparison.Ordinal); at >= 0; at = path.IndexOf('%', at + 1))
            if (at + 2 < path.Length && (path[at + 1] is '0' or '1' || path[at + 1] == '7' && path[at + 2] is 'f' or 'F'))
                return true;
        return false;
    }

    private static ApiError Failed(string target, string reason) =>
        new(StatusCodes.Status500InternalServerError, StatusCode.Internal, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {target}, err: {reason}");
}

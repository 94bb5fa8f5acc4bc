using Yarp.ReverseProxy.Forwarder;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Hosting;

namespace Yilai.Sidecar.Invocation;

/// <summary>The headers and the address of one forwarded request.</summary>
internal sealed class InvocationTransformer(AppRuntime caller, AppRuntime target, string method, string? appToken) : HttpTransformer
{
    private const string Address = "127.0.0.1";
    // The app gets the path as the caller wrote it, also what Uri would spell differently: some callers sign it.
    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private static readonly string Host = Environment.MachineName;

    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string prefix, CancellationToken cancellation)
    {
        await base.TransformRequestAsync(context, request, prefix, cancellation);
        request.RequestUri = new Uri(string.Concat(prefix.AsSpan(0, prefix.Length - 1), method.StartsWith('/') ? "" : "/", method, context.Request.QueryString.Value), AsSent);
        var headers = request.Headers;
        headers.Host = null;
        headers.Remove("dapr-app-id");
        headers.Remove(ApiToken.Header);
        RemoveBinary(context, request);
        if (appToken is not null)
            headers.TryAddWithoutValidation(ApiToken.Header, appToken);
        if (ReferenceEquals(caller, target))
            return; // Calling oneself crosses no border that headers would have to tell of.
        headers.TryAddWithoutValidation("X-Forwarded-For", Address);
        headers.TryAddWithoutValidation("X-Forwarded-Host", Host);
        headers.TryAddWithoutValidation("Forwarded", $"for={Address};by={Address};host={Host}");
        headers.Remove("dapr-caller-app-id");
        headers.Remove("dapr-callee-app-id");
        headers.TryAddWithoutValidation("dapr-caller-app-id", caller.AppId);
        headers.TryAddWithoutValidation("dapr-caller-namespace", "default");
        headers.TryAddWithoutValidation("dapr-callee-app-id", target.AppId);
    }

    /// <summary>Headers ending in -bin are gRPC's and not for HTTP apps.</summary>
    private static void RemoveBinary(HttpContext context, HttpRequestMessage request)
    {
        foreach (var (name, _) in context.Request.Headers)
            if (name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase))
                request.Headers.Remove(name);
    }
}

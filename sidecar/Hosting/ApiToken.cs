using System.Security.Cryptography;
using System.Text;

namespace Yilai.Sidecar.Hosting;

/// <summary>The token that callers of the Dapr API must show. Health may be asked without.</summary>
internal sealed class ApiToken(SidecarOptions options)
{
    public const string Header = "dapr-api-token";

    private readonly byte[]? expected = options.DaprApiToken is { } token ? Encoding.UTF8.GetBytes(token) : null;

    public bool Allows(HttpContext context, string path)
    {
        if (expected is null)
            return true;
        if (context.Request.Headers.TryGetValue(Header, out var shown)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown.ToString()), expected))
            return true;
        return HttpMethods.IsGet(context.Request.Method) && path is "/v1.0/healthz" or "/v1.0/healthz/outbound";
    }

    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("invalid api token", context.RequestAborted);
    }
}

using Microsoft.AspNetCore.HttpOverrides;

namespace Yilai.Gateway.Headers;

/// <summary>What tells browsers to be careful. A frontend that sends a stricter policy of its own keeps it.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Nuxt writes its start-up state as an inline script and Element Plus sets inline styles, so both are allowed inline;
    /// everything else comes from this origin, and nobody may frame it.
    /// </summary>
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Reads <c>X-Forwarded-*</c> only from the proxies that <c>TrustedProxies</c> names, a comma-separated list of addresses.</summary>
    public static void AddTrustedProxies(this WebApplicationBuilder builder) =>
        builder.Services.Configure<ForwardedHeadersOptions>(o =>
        {
            var proxies = (builder.Configuration["TrustedProxies"] ?? string.Empty)
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(System.Net.IPAddress.Parse)
                .ToArray();
            o.KnownProxies.Clear();
            o.KnownIPNetworks.Clear();
            o.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            Array.ForEach(proxies, o.KnownProxies.Add);
        });

    public static void UseSecurityHeaders(this WebApplication app)
    {
        app.UseHsts();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Add(context.Response);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.Remove("Server");
        headers.Remove("X-Powered-By");
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self), payment=()";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true ? PagePolicy : ApiPolicy;
        }
    }
}

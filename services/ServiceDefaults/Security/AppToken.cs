using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.ServiceDefaults.Security;

/// <summary>Services answer their own sidecar only: every call must carry the token that Dapr adds as <c>dapr-api-token</c>.</summary>
internal static class AppToken
{
    public const string Header = "dapr-api-token";
    public const string Setting = "APP_API_TOKEN";
    public const string HealthPath = "/health";

    public static IApplicationBuilder UseAppToken(this IApplicationBuilder app, IConfiguration configuration)
    {
        var expected = Encoding.UTF8.GetBytes(configuration[Setting] is { Length: > 0 } token
            ? token
            : throw new InvalidOperationException($"{Setting} is not set: without it anybody on this machine could pose as the gateway."));
        return app.Use(async (context, next) =>
        {
            if (context.Request.Path.Equals(HealthPath, StringComparison.Ordinal)
                || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers[Header].ToString()), expected))
            {
                await next(context);
                return;
            }

            await Problems.Unauthorized("app-token-required", "此服务只接受来自其 Dapr sidecar 的调用。").ExecuteAsync(context);
        });
    }
}

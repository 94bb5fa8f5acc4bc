using Yilai.Contracts;
using Yilai.Gateway.Development;
using Yilai.Gateway.Headers;
using Yilai.Gateway.Limits;
using Yilai.Gateway.OpenApi;
using Yilai.Gateway.Routing;
using Yilai.Gateway.Tokens;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Telemetry;

namespace Yilai.Gateway;

/// <summary>
/// The only public entrance. It is called by browsers and hospitals, not by its sidecar, so of the service defaults it
/// takes telemetry and problem answers only.
/// </summary>
internal static class GatewayApp
{
    private const string HealthPath = "/health";

    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddTelemetry(AppIds.Gateway);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            // BodyLimits says how much, by route.
            k.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddProblemAnswers();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddTrustedProxies();
        builder.AddAccessTokens();
        builder.AddLimits();
        builder.AddPublicRoutes();
        builder.AddMergedDocument();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseProblemAnswers();
        app.UseTargetCheck();
        app.UseRouting();
        app.UseAccessTokens();
        app.UseRateLimiter();
        app.UseBodyLimits();
        app.MapHealthChecks(HealthPath);
        app.MapMergedDocument();
        app.MapAddresses();
        app.MapPublicRoutes();
        return app;
    }
}

using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Json;
using Yilai.ServiceDefaults.OpenApi;
using Yilai.ServiceDefaults.Secrets;
using Yilai.ServiceDefaults.Security;
using Yilai.ServiceDefaults.Telemetry;

namespace Yilai.ServiceDefaults;

/// <summary>What every service would otherwise repeat.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The largest body a service reads unless an endpoint says otherwise.</summary>
    public const long MaxBodyBytes = 1024 * 1024;

    /// <summary>Adds telemetry, health, problem answers, JSON settings, the Dapr client, the clock, and the secrets named.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="appId">Its app-id.</param>
    /// <param name="secrets">Names of <see cref="SecretNames"/> that it needs; they are in configuration when this returns.</param>
    public static async Task AddServiceDefaultsAsync(this WebApplicationBuilder builder, string appId, params string[] secrets)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTelemetry(appId);
        builder.Services.AddProblemAnswers();
        builder.Services.AddHealthChecks();
        builder.Services.AddApiDescription();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(o => JsonSettings.Apply(o.SerializerOptions));
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.AddDaprClient(d => d.UseSidecar(builder.Configuration));
        using var dapr = new DaprClientBuilder().UseSidecar(builder.Configuration).Build();
        await builder.Configuration.AddSecretsAsync(dapr, secrets);
    }

    /// <summary>Problem answers, health, the app-token check, CloudEvents and subscriptions; map the service's own endpoints after it.</summary>
    public static void UseServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseProblemAnswers();
        app.UseAppToken(app.Configuration);
        app.UseCloudEvents();
        app.MapHealthChecks(AppToken.HealthPath);
        app.MapSubscribeHandler();
        app.MapOpenApi();
    }

    /// <summary>Configuration decides, so that several services can live in one process, as tests have it.</summary>
    private static DaprClientBuilder UseSidecar(this DaprClientBuilder dapr, IConfiguration configuration)
    {
        dapr.UseHttpEndpoint(configuration.GetSidecarHttpAddress());
        if (configuration.GetSidecarGrpcAddress() is { } grpc)
        {
            dapr.UseGrpcEndpoint(grpc);
        }

        if (configuration.GetSidecarToken() is { } token)
        {
            dapr.UseDaprApiToken(token);
        }

        return dapr.UseJsonSerializationOptions(JsonSettings.Web);
    }
}

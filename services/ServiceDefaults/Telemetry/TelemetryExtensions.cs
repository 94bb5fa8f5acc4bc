using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Security;

namespace Yilai.ServiceDefaults.Telemetry;

/// <summary>Logs, traces and metrics by OpenTelemetry.</summary>
public static class TelemetryExtensions
{
    /// <summary>Categories that log several lines for every request, which the traces tell better.</summary>
    private static readonly string[] Talkative = ["Microsoft.AspNetCore", "System.Net.Http", "Yarp", "Npgsql"];

    /// <summary>Collects telemetry and exports it where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; without it nothing is collected.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, string appId)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var talkative in Talkative)
        {
            builder.Logging.AddFilter(talkative, LogLevel.Warning);
        }

        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(appId))
            .WithMetrics(m => m.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddNpgsqlInstrumentation())
            .WithTracing(t => t
                .AddSource(OutboxRelay.ActivitySourceName)
                .AddAspNetCoreInstrumentation(o => o.Filter = c => !c.Request.Path.StartsWithSegments(AppToken.HealthPath, StringComparison.Ordinal))
                .AddHttpClientInstrumentation()
                .AddNpgsql())
            .UseOtlpExporter();
    }
}

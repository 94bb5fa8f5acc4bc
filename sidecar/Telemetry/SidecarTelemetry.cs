using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Yilai.Sidecar.Telemetry;

/// <summary>Logs to the console; traces and the runtime's own figures to the collector, if one is named. What the sidecar counts is for Prometheus, as with daprd.</summary>
internal static class SidecarTelemetry
{
    public static void AddSidecarTelemetry(this WebApplicationBuilder builder, SidecarOptions options)
    {
        builder.Logging.ClearProviders();
        if (options.LogAsJson)
        {
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        }
        else
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            });
        }
        builder.Logging
            .SetMinimumLevel(options.LogLevel switch
            {
                "debug" => LogLevel.Debug,
                "warn" => LogLevel.Warning,
                "error" => LogLevel.Error,
                "fatal" => LogLevel.Critical,
                _ => LogLevel.Information,
            })
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error) // It warns of HTTP/2 without TLS; see PriorKnowledge.
            .AddFilter("System", LogLevel.Warning)
            .AddFilter("Grpc", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Error);
        if (options.OtlpEndpoint is null)
            return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("sidecar"))
            .WithTracing(t => t
                .AddSource(Spans.Source)
                .AddAspNetCoreInstrumentation(a =>
                {
                    a.Filter = context => context.Features.Get<Hosting.SidecarPort>() is not null && !context.Request.Path.Value!.Contains("/healthz", StringComparison.Ordinal);
                    a.EnrichWithHttpRequest = (activity, request) =>
                        activity.SetTag("dapr.app_id", request.HttpContext.Features.Get<Hosting.SidecarPort>()?.App.AppId);
                })
                .AddHttpClientInstrumentation()
                .AddSource("Npgsql"))
            .WithMetrics(m => m
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter();
        builder.Logging.AddOpenTelemetry(l => l.IncludeFormattedMessage = true);
    }
}

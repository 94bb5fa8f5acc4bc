using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Faults;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Orders;
using Yilai.HospitalSimulator.Pushing;
using Yilai.HospitalSimulator.Schedules;
using Yilai.HospitalSimulator.SignedCalls;

namespace Yilai.HospitalSimulator;

/// <summary>The stable codes of problems that the framework finds.</summary>
internal static class Codes
{
    public static string Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "invalid-request",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status413PayloadTooLarge => "body-too-large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
        _ => "unexpected-error",
    };
}

/// <summary>What the simulator is made of.</summary>
internal static class SimulatorSetup
{
    /// <summary>The share of pushes that are traced: thousands of hospitals would crowd out the traces of the main job.</summary>
    private const double TracedShare = 0.05;

    public static WebApplicationBuilder AddSimulator(this WebApplicationBuilder builder, HospitalDirectory hospitals)
    {
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(hospitals)
            .AddSingleton(SimulatorSettings.Read(builder.Configuration, hospitals))
            .AddSingleton(services => new PushProgress(hospitals.All.Count, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<HospitalClients>()
            .AddSingleton<AwaitPlatform>()
            .AddSingleton<PushHospital>()
            .AddHostedService<PushWindow>()
            .AddSingleton<Journal>()
            .AddSingleton<ExtraSchedules>()
            .AddSingleton<OrderBook>()
            .AddSingleton<OrderDesk>()
            .AddSingleton<NonceMemory>()
            .AddSingleton<FaultSwitch>()
            .AddProblemDetails(options => options.CustomizeProblemDetails = context =>
                context.ProblemDetails.Extensions.TryAdd("code", Codes.Of(context.HttpContext.Response.StatusCode)))
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false)
            .ConfigureHttpJsonOptions(options => options.SerializerOptions.Encoder = HospitalJson.Options.Encoder);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        return builder.AddTelemetry();
    }

    public static WebApplication UseSimulator(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<Journal>(); // now, so that a file that is none is said at once
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/hospital"), hospital => hospital
            .UseMiddleware<FaultMiddleware>()
            .UseMiddleware<SignedCallsMiddleware>()
            .UseStatusCodePages() // in here again: a signed answer is complete once it is signed
            .UseMiddleware<WrongMiddleware>()
            .UseMiddleware<TwiceMiddleware>());
        app.MapGet("/health", () => "healthy");
        app.MapGet("/simulator/state", (PushProgress progress) => progress.State());
        app.MapOrders();
        app.MapListOrders();
        app.MapFaults();
        app.MapPushExtra();
        return app;
    }

    private static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return builder;
        }

        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(TracedShare)))
                .AddAspNetCoreInstrumentation(options => options.Filter = context => context.Request.Path != "/health")
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .WithLogging(configureBuilder: null, options => options.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return builder;
    }
}

using System.Text.Encodings.Web;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Yilai.PaymentSimulator.Books;
using Yilai.PaymentSimulator.Faults;
using Yilai.PaymentSimulator.Gateway;
using Yilai.PaymentSimulator.Notifications;
using Yilai.PaymentSimulator.Pages;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator;

/// <summary>What the simulator is made of.</summary>
internal static class SimulatorSetup
{
    private const int LongestBody = 256 * 1024;

    public static WebApplicationBuilder AddSimulator(this WebApplicationBuilder builder)
    {
        var settings = SimulatorSettings.Read(builder.Configuration);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(settings)
            .AddSingleton(_ => settings.Keys)
            .AddSingleton<BookFile>()
            .AddSingleton<FaultSwitch>()
            .AddSingleton<CallFaults>()
            .AddSingleton<MerchantCheck>()
            .AddSingleton<Answers>()
            .AddSingleton<TradeDesk>()
            .AddSingleton<TradeMethods>()
            .AddSingleton<PaymentPage>()
            .AddSingleton<PageReturn>()
            .AddSingleton<GatewayEndpoint>()
            .AddSingleton<NotificationDesk>()
            .AddSingleton<SendNotification>()
            .AddSingleton(_ => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
            {
                Timeout = Timeout.InfiniteTimeSpan, // each sending has its own
            })
            .AddHostedService<Notifier>()
            .AddProblemDetails(options => options.CustomizeProblemDetails = context =>
                context.ProblemDetails.Extensions.TryAdd("code", Codes.Of(context.HttpContext.Response.StatusCode)))
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false)
            .ConfigureHttpJsonOptions(options => options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = LongestBody);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        return builder.AddTelemetry();
    }

    public static WebApplication UseSimulator(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<BookFile>(); // now, so that a file that is none is said at once
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.MapGet("/health", () => "healthy");
        GatewayEndpoint.Map(app);
        app.MapLatestPayments();
        app.MapLanguage();
        app.MapBooks();
        app.MapFaults();
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
                .AddAspNetCoreInstrumentation(options => options.Filter = context => context.Request.Path != "/health")
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .WithLogging(configureBuilder: null, options => options.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return builder;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Yilai.Hosting;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Postgres;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.Support;

/// <summary>A service built as all are, on a free port.</summary>
internal sealed class TestService : IAsyncDisposable
{
    public const string AppId = "notes";
    private readonly WebApplication app;

    private TestService(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Add("dapr-api-token", TestBroker.AppToken);
    }

    /// <summary>Calls as its sidecar would.</summary>
    public HttpClient Client { get; }

    public NpgsqlDataSource Database => app.Services.GetRequiredService<NpgsqlDataSource>();

    public Outbox Outbox => app.Services.GetRequiredService<Outbox>();

    public IServiceProvider Services => app.Services;

    public static async Task<TestService> StartAsync(string? database = null, TestBroker? broker = null, LogCollector? logs = null, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = $"http://127.0.0.1:{broker?.AppPort ?? 0}",
            ["ConnectionStrings:postgres"] = database ?? await TestPostgres.CreateDatabaseAsync(),
            ["APP_API_TOKEN"] = TestBroker.AppToken,
            ["DAPR_API_TOKEN"] = TestBroker.DaprToken,
            ["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{broker?.HttpPort ?? FreePorts.Any()}",
            ["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{broker?.GrpcPort ?? FreePorts.Any()}",
            // Nobody listens there; without it nothing would be traced.
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{FreePorts.Any()}",
        });
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }

        await builder.AddServiceDefaultsAsync(AppId);
        builder.AddPostgres("notes");
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.Services.AddEventHandler<NoteTaken, WriteNote>();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapNotes();
        await app.StartAsync();
        return new TestService(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

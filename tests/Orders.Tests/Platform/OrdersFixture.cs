using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Yilai.Contracts;
using Yilai.Hosting;
using Yilai.Sidecar;
using Yilai.TestSupport;

namespace Yilai.Orders.Tests.Platform;

/// <summary>
/// The orders service on a free port with a fresh database, identity and the payment provider behind the real embedded
/// sidecar, and a clock that tests turn. There is no broker: what would be published stays in the outbox, where tests see it.
/// </summary>
public sealed class OrdersFixture : IAsyncLifetime
{
    public const string OperatorKey = "operator-key-of-the-tests";

    /// <summary>A Tuesday, 10:00 in China.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    private const string AppToken = "app-token";
    private static int s_hospitals;
    private IdentityStub? identity;
    private IngestStub? ingest;
    private SidecarHost? sidecar;
    private int appPort;
    private WebApplication? app;
    private string folder = "";
    private string[] args = [];

    public HttpClient Client { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 600 });

    /// <summary>Where the sidecar of orders listens.</summary>
    public Uri SidecarAddress { get; private set; } = null!;

    internal NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>The payment provider, on the same clock.</summary>
    internal PaymentProvider Provider { get; private set; } = null!;

    /// <summary>The hospitals' edge.</summary>
    internal IngestStub Hospitals => ingest!;

    /// <summary>Where the provider's notifications come in.</summary>
    internal Entrance Entrance { get; private set; } = null!;

    /// <summary>Where the service is for a caller that goes through another app's sidecar, as the gateway does.</summary>
    internal Uri ThroughSidecar { get; private set; } = null!;

    internal FakeTimeProvider Clock { get; } = new(Start);

    public async ValueTask InitializeAsync()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        identity = await IdentityStub.StartAsync();
        ingest = await IngestStub.StartAsync(Client);
        folder = Directory.CreateTempSubdirectory("yilai-orders-").FullName;
        Provider = await PaymentProvider.StartAsync(folder, Clock);
        Entrance = await Entrance.OpenAsync(Client);
        appPort = FreePorts.Any();
        WriteComponents();
        sidecar = await SidecarHost.StartAsync(new SidecarOptions
        {
            Apps =
            [
                new SidecarApp(AppIds.Identity, identity.Port, 0, 0),
                new SidecarApp(AppIds.Ingest, ingest.Port, 0, 0),
                new SidecarApp(AppIds.Orders, appPort, 0, 0),
            ],
            ResourcesPaths = [Path.Combine(folder, "components")],
            DataPath = folder,
            AppApiToken = AppToken,
        });
        var ports = sidecar.Apps.Single(a => a.AppId == AppIds.Orders);
        SidecarAddress = new Uri($"http://127.0.0.1:{ports.HttpPort}");
        ThroughSidecar = new Uri($"http://127.0.0.1:{sidecar.Apps.Single(a => a.AppId == AppIds.Identity).HttpPort}/v1.0/invoke/{AppIds.Orders}/method/");
        args =
        [
            $"--ConnectionStrings:postgres={database}", $"--ConnectionStrings:operator-key={OperatorKey}", $"--APP_API_TOKEN={AppToken}",
            .. TestPaymentKeys.Secrets(Provider.Gateway).Select(s => $"--ConnectionStrings:{s.Key}={s.Value}"),
            $"--Payments:PublicUrl={Entrance.Address}",
            $"--DAPR_HTTP_ENDPOINT=http://127.0.0.1:{ports.HttpPort}", $"--DAPR_GRPC_ENDPOINT=http://127.0.0.1:{ports.GrpcPort}",
            $"--urls=http://127.0.0.1:{appPort}", "--Logging:LogLevel:Default=Error",
        ];
        Client.BaseAddress = new Uri($"http://127.0.0.1:{appPort}");
        Client.DefaultRequestHeaders.Add("dapr-api-token", AppToken);
        await StartAppAsync();
        Database = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(database) { SearchPath = "orders" }.ConnectionString).Build();
    }

    /// <summary>Ends the app and starts it anew at its old place: what it held in memory is gone.</summary>
    public async Task RestartAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        await StartAppAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
        }

        foreach (var part in new IAsyncDisposable?[] { app, sidecar, identity, ingest, Database, Provider, Entrance })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAppAsync()
    {
        app = await OrdersApp.CreateAsync(args, b => b.Services.AddSingleton<TimeProvider>(Clock));
        await app.StartAsync();
        await Eventually.TrueAsync("the actors are hosted", async () =>
            (await Client.GetStringAsync(new Uri(SidecarAddress, "v1.0/metadata"))).Contains("WaitlistActor", StringComparison.Ordinal));
    }

    /// <summary>What orders needs of Dapr: the binding to the payment provider, and a store for its actors.</summary>
    private void WriteComponents()
    {
        var components = Directory.CreateDirectory(Path.Combine(folder, "components")).FullName;
        Write("alipay", "bindings.http", ("url", Provider.Gateway.ToString()));
        Write("statestore", "state.in-memory", ("actorStateStore", "true"));

        void Write(string name, string type, (string Name, string Value) setting) => File.WriteAllText(
            Path.Combine(components, $"{name}.yaml"),
            $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: {name}
            spec:
              type: {type}
              version: v1
              metadata:
                - name: {setting.Name}
                  value: "{setting.Value}"
            """);
    }

    /// <summary>A hospital of its own for a test, with the rule given or the usual one.</summary>
    internal async Task<TestHospital> NewHospitalAsync(object? bookingRule = null)
    {
        var hospital = new TestHospital(this, $"H{Interlocked.Increment(ref s_hospitals)}");
        using var answer = await Client.PutAsJsonAsync($"/internal/hospitals/{hospital.Code}", new { name = "测试医院", bookingRule });
        answer.EnsureSuccessStatusCode();
        return hospital;
    }
}

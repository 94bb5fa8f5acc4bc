using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Yilai.Contracts;
using Yilai.Sidecar;
using Yilai.TestSupport;

namespace Yilai.Orders.Tests.Platform;

/// <summary>
/// The orders service on a free port with a fresh database, identity behind the real embedded sidecar, and a clock that
/// tests turn. There is no broker: what would be published stays in the outbox, where tests see it.
/// </summary>
public sealed class OrdersFixture : IAsyncLifetime
{
    public const string OperatorKey = "operator-key-of-the-tests";

    /// <summary>A Tuesday, 10:00 in China.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    private const string AppToken = "app-token";
    private static int s_hospitals;
    private IdentityStub? identity;
    private SidecarHost? sidecar;
    private WebApplication? app;
    private string folder = "";

    public HttpClient Client { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 600 });

    internal NpgsqlDataSource Database { get; private set; } = null!;

    internal FakeTimeProvider Clock { get; } = new(Start);

    public async ValueTask InitializeAsync()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        identity = await IdentityStub.StartAsync();
        folder = Directory.CreateTempSubdirectory("yilai-orders-").FullName;
        sidecar = await SidecarHost.StartAsync(new SidecarOptions
        {
            Apps = [new SidecarApp(AppIds.Identity, identity.Port, 0, 0), new SidecarApp(AppIds.Orders, 0, 0, 0)],
            ResourcesPaths = [folder],
            DataPath = folder,
        });
        var ports = sidecar.Apps.Single(a => a.AppId == AppIds.Orders);
        app = await OrdersApp.CreateAsync(
            [
                $"--ConnectionStrings:postgres={database}", $"--ConnectionStrings:operator-key={OperatorKey}", $"--APP_API_TOKEN={AppToken}",
                .. TestPaymentKeys.Secrets(new Uri("http://127.0.0.1:1/gateway.do")).Select(s => $"--ConnectionStrings:{s.Key}={s.Value}"),
                $"--DAPR_HTTP_ENDPOINT=http://127.0.0.1:{ports.HttpPort}", $"--DAPR_GRPC_ENDPOINT=http://127.0.0.1:{ports.GrpcPort}",
                "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error",
            ],
            b => b.Services.AddSingleton<TimeProvider>(Clock));
        await app.StartAsync();
        Client.BaseAddress = new Uri(app.Urls.First());
        Client.DefaultRequestHeaders.Add("dapr-api-token", AppToken);
        Database = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(database) { SearchPath = "orders" }.ConnectionString).Build();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
        }

        foreach (var part in new IAsyncDisposable?[] { app, sidecar, identity, Database })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        Directory.Delete(folder, recursive: true);
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

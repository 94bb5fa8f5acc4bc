using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Yilai.Contracts;
using Yilai.Sidecar;

namespace Yilai.Gateway.Tests.Support;

/// <summary>The gateway with a real embedded sidecar and stub services behind it. Notifications is always away.</summary>
public sealed class Platform : IAsyncLifetime
{
    private const string SidecarToken = "sidecar-token";
    private static readonly string[] Present = [AppIds.Identity, AppIds.Dictionary, AppIds.Hospitals, AppIds.Orders, AppIds.Ingest];

    private readonly List<WebApplication> gateways = [];
    private StubServices? services;
    private StubServices? frontend;
    private SidecarHost? sidecar;

    internal StubServices Services => services!;

    internal StubServices Frontend => frontend!;

    /// <summary>A client of the gateway as the AppHost would start it.</summary>
    internal HttpClient Client { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        services = await StubServices.StartAsync();
        frontend = await StubServices.StartAsync();
        var port = services.Address.Port;
        sidecar = await SidecarHost.StartAsync(new SidecarOptions
        {
            Apps =
            [
                new SidecarApp(AppIds.Gateway, 0, 0, 0),
                .. Present.Select(id => new SidecarApp(id, port, 0, 0)),
                new SidecarApp(AppIds.Notifications, ClosedPort(), 0, 0),
            ],
            DaprApiToken = SidecarToken,
            AppApiToken = "app-token",
        });
        Client = await StartGatewayAsync();
    }

    /// <summary>A client of another gateway, with settings of its own.</summary>
    internal async Task<HttpClient> StartGatewayAsync(params string[] settings)
    {
        var gateway = GatewayApp.Create(
        [
            "--urls=http://127.0.0.1:0",
            $"--DAPR_HTTP_ENDPOINT=http://127.0.0.1:{sidecar!.Apps.Single(a => a.AppId == AppIds.Gateway).HttpPort}",
            $"--DAPR_API_TOKEN={SidecarToken}",
            $"--FRONTEND_URL={frontend!.Address}",
            "--Logging:LogLevel:Default=Error",
            .. settings,
        ]);
        gateways.Add(gateway);
        await gateway.StartAsync();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(gateway.Urls.First()) };
    }

    internal async Task<Echo> EchoAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{request.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<Echo>(StubServices.Json))!;
    }

    internal Task<Echo> EchoAsync(string path) => EchoAsync(new HttpRequestMessage(HttpMethod.Get, path));

    internal static HttpRequestMessage WithToken(string path, string token) =>
        new(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var gateway in gateways)
        {
            await gateway.DisposeAsync();
        }

        foreach (var part in new IAsyncDisposable?[] { sidecar, services, frontend })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    /// <summary>A port that nobody listens on.</summary>
    internal static int ClosedPort() => Yilai.Hosting.FreePorts.Any();
}

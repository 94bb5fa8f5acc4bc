using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Yilai.EndToEnd.Tests.Platform;

[assembly: AssemblyFixture(typeof(RunningPlatform))]

namespace Yilai.EndToEnd.Tests.Platform;

/// <summary>
/// The whole platform as <c>dotnet run --project AppHost</c> brings it up, on free ports and a data folder of its own,
/// shared by every test of the suite.
/// </summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(20);
    private static readonly string[] NoMore = [];

    private DistributedApplication? app;

    /// <summary>The platform's data folder.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("yilai-e2e-").FullName;

    /// <summary>The gateway's address.</summary>
    public Uri Gateway { get; private set; } = null!;

    /// <summary>The hospital simulator's address.</summary>
    public Uri Simulator { get; private set; } = null!;

    /// <summary>Anonymous client of the gateway.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The component set under test (<c>YILAI_COMPONENTS</c>): <c>embedded</c> if nothing else is said.</summary>
    public static string Components { get; } = Environment.GetEnvironmentVariable("YILAI_COMPONENTS") is { Length: > 0 } set ? set : "embedded";

    /// <summary>Whether the file of real hospitals lies beside the clone, so that they were pushed too.</summary>
    public bool HasRealHospitals { get; } = !IsInPart && File.Exists(RealHospitals);

    /// <summary>Whether only what every component set has to show is run (<c>YILAI_PART</c>): without the portal and the real hospitals.</summary>
    private static bool IsInPart { get; } = Environment.GetEnvironmentVariable("YILAI_PART") is { Length: > 0 };

    private static string RealHospitals => Path.GetFullPath(Path.Combine(Yilai.Hosting.RepositoryRoot.Path, "..", "shared", "data", "hospitals-cn.csv"));

    private DistributedApplication App => app ?? throw new InvalidOperationException("The platform is not up.");

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--data", Data, "--port", "0", "--components", $"components/{Components}", .. HasRealHospitals ? ["--hospitals", RealHospitals] : NoMore, .. IsInPart ? ["--no-frontend"] : NoMore],
            (options, _) => options.DisableDashboard = false,
            limit.Token);
        app = await builder.BuildAsync(limit.Token);
        await app.StartAsync(limit.Token);
        foreach (var part in (string[])["simulator", "gateway", .. IsInPart ? NoMore : ["portal"]])
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(part, limit.Token);
        }

        Gateway = app.GetEndpoint("gateway", "http");
        Simulator = app.GetEndpoint("simulator", "http");
        Http = new HttpClient { BaseAddress = Gateway };
        await Eventually.TrueAsync("the simulator has pushed its hospitals", async () =>
        {
            using var http = new HttpClient { BaseAddress = Simulator };
            var state = await http.GetFromJsonAsync<JsonElement>("/simulator/state", limit.Token);
            return state.GetProperty("done").GetBoolean();
        }, TimeSpan.FromMinutes(15));
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Directory.Delete(Data, recursive: true);
    }

    /// <summary>The address of a part's endpoint.</summary>
    public Uri AddressOf(string part, string endpoint = "http") => App.GetEndpoint(part, endpoint);

    /// <summary>Whether the platform has a part of this name.</summary>
    public bool Has(string part) => App.ResourceNotifications.TryGetCurrentState(part, out _);

    /// <summary>The id of the process that a part runs as now.</summary>
    public int ProcessIdOf(string part)
    {
        Assert.True(App.ResourceNotifications.TryGetCurrentState(part, out var state), $"there is no part '{part}'");
        var pid = state!.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value;
        return Convert.ToInt32(pid, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a part is healthy as another process than <paramref name="oldProcessId"/>.</summary>
    public Task BackAgainAsync(string part, int oldProcessId) =>
        Eventually.TrueAsync($"{part} is back", () => Task.FromResult(
            App.ResourceNotifications.TryGetCurrentState(part, out var state)
            && state!.Snapshot.State?.Text == KnownResourceStates.Running
            && state.Snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
            && ProcessIdOf(part) != oldProcessId), TimeSpan.FromSeconds(60));
}

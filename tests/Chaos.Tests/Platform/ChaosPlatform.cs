using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Yilai.Chaos.Tests.Platform;
using Yilai.Hosting.Services;

[assembly: AssemblyFixture(typeof(ChaosPlatform))]

namespace Yilai.Chaos.Tests.Platform;

/// <summary>
/// The whole platform as <c>dotnet run --project AppHost</c> brings it up, without the portal. The AppHost itself starts
/// again what is killed: how it does that is part of what is tested.
/// </summary>
public sealed class ChaosPlatform : IAsyncLifetime
{
    /// <summary>Holds numbers for a minute, so that holds expire while the chaos goes on.</summary>
    public const string ShortHolds = "C110100-0001";

    /// <summary>Holds numbers for half an hour.</summary>
    public const string LongHolds = "C110100-0002";

    private const string Hospitals =
        """
        province_code,province,city_code,city,name,address,phone,hold_minutes
        110000,北京市,110100,北京市,混沌医院,,,1
        110000,北京市,110100,北京市,安宁医院,,,30
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BackLimit = TimeSpan.FromMinutes(3);

    private DistributedApplication? app;

    /// <summary>The platform's data folder.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("yilai-chaos-").FullName;

    /// <summary>The gateway's address.</summary>
    public Uri Gateway => AddressOf("gateway");

    private DistributedApplication App => app ?? throw new InvalidOperationException("The platform is not up.");

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var hospitals = Path.Combine(Data, "hospitals.csv");
        await File.WriteAllTextAsync(hospitals, Hospitals, limit.Token);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--data", Data, "--port", "0", "--no-frontend", "--no-dashboard", "--hospitals", hospitals], limit.Token);
        // What was not taken comes again as it would from the real provider, only sooner.
        builder.CreateResourceBuilder(builder.Resources.OfType<ServiceResource>().Single(part => part.Name == "payment-simulator"))
            .WithEnvironment("PAYMENT_NOTIFY_WAITS", "1,1,2,2,4,4,8,8,8,8,8,8,15,15,15,15,30,30,30,30");
        app = await builder.BuildAsync(limit.Token);
        await app.StartAsync(limit.Token);
        foreach (var part in (string[])["simulator", "gateway"])
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(part, limit.Token);
        }

        await Eventually.TrueAsync("the simulator has pushed its hospitals", async () =>
        {
            using var http = new HttpClient { BaseAddress = AddressOf("simulator") };
            return (await http.GetFromJsonAsync<JsonElement>("/simulator/state", limit.Token)).GetProperty("done").GetBoolean();
        }, StartLimit);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (Environment.GetEnvironmentVariable("YILAI_CHAOS_KEEP") is { Length: > 0 })
        {
            TestContext.Current.SendDiagnosticMessage($"kept: {Data}");
            return;
        }

        Directory.Delete(Data, recursive: true);
    }

    /// <summary>The address of a part.</summary>
    public Uri AddressOf(string part) => App.GetEndpoint(part, "http");

    /// <summary>The id of the process that a part runs as now; null while it does not run.</summary>
    public int? ProcessIdOf(string part) =>
        StateOf(part) is { State.Text: "Running" } state && state.Properties.SingleOrDefault(p => p.Name == "executable.pid")?.Value is { } pid
            ? Convert.ToInt32(pid, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    /// <summary>Waits until all of these parts run and say that they are well.</summary>
    public Task AllBackAsync(IReadOnlyCollection<string> parts) => Eventually.TrueAsync(
        "everything that was killed is back",
        () => Task.FromResult(CountDown(parts) == 0),
        BackLimit);

    /// <summary>How many of these parts do not run, or are not well.</summary>
    public int CountDown(IEnumerable<string> parts) =>
        parts.Count(part => StateOf(part) is not { State.Text: "Running", HealthStatus: HealthStatus.Healthy });

    /// <summary>A connection to the platform's database, not from a pool: the server that its connections went to may have been killed.</summary>
    public async Task<NpgsqlConnection> OpenDatabaseAsync()
    {
        var secrets = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(Data, "secrets", "secrets.json")));
        var connection = new NpgsqlConnection(secrets.GetProperty("postgres").GetString() + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private CustomResourceSnapshot? StateOf(string part) => App.ResourceNotifications.TryGetCurrentState(part, out var state) ? state.Snapshot : null;
}

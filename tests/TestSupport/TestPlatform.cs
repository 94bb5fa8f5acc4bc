using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Yilai.Hosting;
using Yilai.Sidecar;

namespace Yilai.TestSupport;

/// <summary>
/// What a service under test stands on: the real embedded sidecar in this process with the components of
/// <c>components/embedded</c>, a real database, secrets, and a data folder of its own. Services, and stubs for their
/// neighbours, are started by the test at the ports given here.
/// </summary>
public sealed class TestPlatform : IAsyncDisposable
{
    /// <summary>The token that services ask of who calls them.</summary>
    public const string AppToken = "app-token-of-tests";

    private const string DaprToken = "dapr-token-of-tests";
    private readonly SidecarHost sidecar;

    private TestPlatform(SidecarHost sidecar, string dataFolder, string database)
    {
        this.sidecar = sidecar;
        DataFolder = dataFolder;
        Database = database;
    }

    /// <summary>Where components keep their files, such as <c>sms</c>.</summary>
    public string DataFolder { get; }

    /// <summary>The database's connection string (Npgsql's form).</summary>
    public string Database { get; }

    /// <summary>Starts a sidecar for these apps on a fresh database.</summary>
    public static Task<TestPlatform> StartAsync(params string[] appIds) => StartWithHospitalsAsync("{}", appIds);

    /// <summary>The same, where <paramref name="hospitalKeys"/> is what <c>secrets/hospitals.json</c> holds.</summary>
    public static async Task<TestPlatform> StartWithHospitalsAsync(string hospitalKeys, params string[] appIds)
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        var folder = Directory.CreateDirectory(Path.Combine(TestFolder.Path, $"data-{RandomNumberGenerator.GetHexString(8, lowercase: true)}")).FullName;
        WriteSecrets(folder, database, hospitalKeys);
        var sidecar = await SidecarHost.StartAsync(new SidecarOptions
        {
            Apps = [.. appIds.Select(id => new SidecarApp(id, FreePorts.Any(), 0, 0))],
            ResourcesPaths = [Path.Combine(SourceTree.Root, "components", "embedded")],
            DataPath = folder,
            DaprApiToken = DaprToken,
            AppApiToken = AppToken,
        });
        return new TestPlatform(sidecar, folder, database);
    }

    /// <summary>The address at which an app must listen.</summary>
    public Uri AddressOf(string appId) => new($"http://127.0.0.1:{PortsOf(appId).AppPort}");

    /// <summary>The settings that the AppHost would give an app as environment.</summary>
    public IReadOnlyDictionary<string, string?> SettingsOf(string appId) => new Dictionary<string, string?>
    {
        ["URLS"] = AddressOf(appId).ToString(),
        ["APP_ID"] = appId,
        ["APP_API_TOKEN"] = AppToken,
        ["DAPR_API_TOKEN"] = DaprToken,
        ["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{PortsOf(appId).HttpPort}",
        ["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{PortsOf(appId).GrpcPort}",
    };

    /// <summary>A client that calls an app as its sidecar does.</summary>
    public HttpClient ClientOf(string appId)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = AddressOf(appId) };
        client.DefaultRequestHeaders.Add("dapr-api-token", AppToken);
        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await sidecar.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }

    private SidecarApp PortsOf(string appId) => sidecar.Apps.Single(a => a.AppId == appId);

    private static void WriteSecrets(string folder, string database, string hospitalKeys)
    {
        var postgres = new NpgsqlConnectionStringBuilder(database);
        var password = string.IsNullOrEmpty(postgres.Password) ? "" : $":{Uri.EscapeDataString(postgres.Password)}";
        var secrets = new Dictionary<string, string>
        {
            ["postgres"] = database,
            ["postgres-url"] = $"postgres://{Uri.EscapeDataString(postgres.Username!)}{password}@{postgres.Host}:{postgres.Port}/{postgres.Database}",
            ["data-key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["index-key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        foreach (var (name, value) in TestPaymentKeys.Secrets(new Uri("http://127.0.0.1:1/gateway.do")))
        {
            secrets[name] = value;
        }

        Directory.CreateDirectory(Path.Combine(folder, "secrets"));
        File.WriteAllText(Path.Combine(folder, "secrets", "secrets.json"), JsonSerializer.Serialize(secrets));
        File.WriteAllText(Path.Combine(folder, "secrets", "hospitals.json"), hospitalKeys);
    }
}

using Dapr.Client;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>An embedded sidecar in this process, with a data folder of its own.</summary>
public sealed class TestSidecar : IAsyncDisposable
{
    private readonly SidecarHost host;

    private TestSidecar(SidecarHost host, string folder)
    {
        this.host = host;
        Folder = folder;
    }

    public string Folder { get; }

    public IServiceProvider Services => host.Services;

    public HttpClient Http(string appId, string? token = null)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Ports(appId).HttpPort}") };
        if (token is not null)
            client.DefaultRequestHeaders.Add("dapr-api-token", token);
        return client;
    }

    /// <summary>The port that Prometheus reads.</summary>
    public int MetricsPort => host.MetricsPort ?? throw new InvalidOperationException("nothing is counted");

    public SidecarApp Ports(string appId) => host.Apps.Single(a => a.AppId == appId);

    public DaprClient Dapr(string appId, string? token = null)
    {
        var ports = Ports(appId);
        var builder = new DaprClientBuilder().UseHttpEndpoint($"http://127.0.0.1:{ports.HttpPort}").UseGrpcEndpoint($"http://127.0.0.1:{ports.GrpcPort}");
        return (token is null ? builder : builder.UseDaprApiToken(token)).Build();
    }

    /// <summary>Starts for apps given as (id, port); 0 for one that does not listen.</summary>
    public static Task<TestSidecar> StartAsync(string yaml, params (string AppId, int Port)[] apps) => StartAsync(yaml, o => o, apps);

    public static async Task<TestSidecar> StartAsync(string yaml, Func<SidecarOptions, SidecarOptions> change, params (string AppId, int Port)[] apps)
    {
        var folder = NewFolder(yaml);
        var options = new SidecarOptions
        {
            Apps = [.. apps.Select(a => new SidecarApp(a.AppId, a.Port, 0, 0))],
            ResourcesPaths = [Path.Combine(folder, "components")],
            DataPath = folder,
        };
        try
        {
            return new TestSidecar(await SidecarHost.StartAsync(change(options), TestContext.Current.CancellationToken), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A data folder whose components are the documents of the YAML.</summary>
    public static string NewFolder(string yaml)
    {
        var folder = Directory.CreateTempSubdirectory("yilai-sidecar-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "components"));
        File.WriteAllText(Path.Combine(folder, "components", "all.yaml"), yaml);
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

using System.Text.Json;
using Yilai.Bench.Support;
using Yilai.Hosting;

namespace Yilai.Bench.Sidecar;

/// <summary>A sidecar process beside an app process.</summary>
internal sealed class SidecarUnderTest : IAsyncDisposable
{
    private readonly string folder;

    private SidecarUnderTest(string folder, BenchProcess sidecar, BenchProcess app, string http, int grpcPort, string appUrl) =>
        (this.folder, Process, App, Http, GrpcPort, AppUrl) = (folder, sidecar, app, http, grpcPort, appUrl);

    public BenchProcess Process { get; }

    public BenchProcess App { get; }

    /// <summary>Where its HTTP API is.</summary>
    public string Http { get; }

    public int GrpcPort { get; }

    public string AppUrl { get; }

    public static Task<SidecarUnderTest> StartAsync(params string[] components) => StartAsync(counts: false, components);

    /// <summary>Starts both; the sidecar may keep the counts that Prometheus reads.</summary>
    public static async Task<SidecarUnderTest> StartAsync(bool counts, params string[] components)
    {
        var appPort = FreePorts.Any();
        var appUrl = $"http://127.0.0.1:{appPort}";
        var app = await BenchProcess.Start("Yilai.Bench", ["app", $"{appPort}"]).AnswersAsync($"{appUrl}/count");
        var (folder, sidecar, http, grpc) = await LaunchAsync(1, appPort, counts, components);
        return new SidecarUnderTest(folder, sidecar, app, http, grpc, appUrl);
    }

    /// <summary>Starts a sidecar for some apps; the first of them listens.</summary>
    public static async Task<(string Folder, BenchProcess Sidecar, string Http, int GrpcPort)> LaunchAsync(int apps, int appPort, bool counts, params string[] components)
    {
        var folder = Directory.CreateTempSubdirectory("yilai-bench-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "components"));
        await File.WriteAllTextAsync(Path.Combine(folder, "components", "all.yaml"), string.Join("---\n", components));
        var ports = Enumerable.Range(0, apps).Select(i => new { AppId = $"app{i}", AppPort = i == 0 ? appPort : 0, HttpPort = FreePorts.Any(), GrpcPort = FreePorts.Any() }).ToList();
        var json = JsonSerializer.Serialize(ports, JsonSerializerOptions.Web);
        string[] metrics = counts ? ["--metrics-port", "0"] : [];
        var sidecar = BenchProcess.Start("Yilai.Sidecar", ["--resources-path", Path.Combine(folder, "components"), "--log-level", "warn", .. metrics], folder, ("YILAI_SIDECAR_APPS", json));
        var http = $"http://127.0.0.1:{ports[0].HttpPort}";
        await sidecar.AnswersAsync($"{http}/v1.0/healthz/outbound");
        return (folder, sidecar, http, ports[0].GrpcPort);
    }

    public static string Component(string name, string type, params (string Name, string Value)[] metadata) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {name}
        spec:
          type: {type}
          version: {(type == "state.postgresql" ? "v2" : "v1")}
          metadata: [{string.Join(", ", metadata.Select(m => $"{{ name: {m.Name}, value: '{m.Value}' }}"))}]

        """;

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await App.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

using System.Text.Json;
using Yilai.Hosting.Data;
using Yilai.Hosting.Services;

namespace Yilai.Hosting.DaprSidecars;

/// <summary>Dapr's own programs as parts: its two services, and a daprd beside every app.</summary>
internal static class Daprd
{
    private const string Loopback = "127.0.0.1";

    /// <summary>Adds placement and scheduler. Both take fixed ports unless they are told others.</summary>
    public static IResourceBuilder<DaprPlacementResource> AddDaprServices(this IDistributedApplicationBuilder builder, DataFolder data, string components)
    {
        var scheduler = builder.AddExecutable(DaprPrograms.Scheduler, DaprPrograms.Find(DaprPrograms.Scheduler), data.Path).WithPorts("api", "healthz", "etcd", "etcd-peers");
        scheduler
            .WithArgs("--listen-address", Loopback, "--port", scheduler.Port("api"), "--override-broadcast-host-port", scheduler.HostPort("api"))
            .WithArgs("--healthz-listen-address", Loopback, "--healthz-port", scheduler.Port("healthz"), "--enable-metrics=false")
            .WithArgs("--id", "dapr-scheduler-server-0", "--etcd-data-dir", data.PrivateFolder("scheduler"))
            .WithArgs("--etcd-client-listen-address", Loopback, "--etcd-client-port", scheduler.Port("etcd"))
            .WithArgs("--etcd-initial-cluster", ReferenceExpression.Create($"dapr-scheduler-server-0=http://{scheduler.HostPort("etcd-peers")}"))
            .WithHttpHealthCheck(() => scheduler.GetEndpoint("healthz"), "/healthz");

        var placement = builder.AddResource(new DaprPlacementResource(DaprPrograms.Find(DaprPrograms.Placement), data.Path, components, [WriteConfiguration(data), .. ConfigurationOf(components)])).WithPorts("api", "healthz", "raft");
        return placement
            .WithArgs("--listen-address", Loopback, "--port", placement.Port("api"))
            .WithArgs("--healthz-listen-address", Loopback, "--healthz-port", placement.Port("healthz"), "--enable-metrics=false")
            .WithArgs("--id", "dapr-placement-0", "--initial-cluster", ReferenceExpression.Create($"dapr-placement-0={placement.HostPort("raft")}"))
            .WithHttpHealthCheck(() => placement.GetEndpoint("healthz"), "/healthz")
            .WaitFor(scheduler);
    }

    /// <summary>Adds the daprd of an app. The app waits for its process only: daprd is healthy when the app answers it.</summary>
    public static (DaprAppAnnotation App, IResourceBuilder<ExecutableResource> Sidecar) AddDaprd(
        this IDistributedApplicationBuilder builder, IResourceBuilder<DaprPlacementResource> placement, string appId, EndpointReference app)
    {
        var scheduler = builder.CreateResourceBuilder(builder.Resources.OfType<ExecutableResource>().Single(part => part.Name == DaprPrograms.Scheduler));
        var daprd = builder.AddExecutable($"{appId}-daprd", DaprPrograms.Find(DaprPrograms.Daprd), placement.Resource.WorkingDirectory).WithPorts("http", "grpc", "metrics");
        daprd
            .WithArgs("--app-id", appId, "--app-port", app.Property(EndpointProperty.TargetPort), "--app-protocol", "http")
            .WithArgs("--dapr-http-port", daprd.Port("http"), "--dapr-grpc-port", daprd.Port("grpc"), "--metrics-port", daprd.Port("metrics"))
            .WithArgs("--dapr-listen-addresses", Loopback, "--dapr-internal-grpc-listen-address", Loopback, "--metrics-listen-address", Loopback)
            .WithArgs("--resources-path", placement.Resource.Components)
            .WithArgs([.. placement.Resource.Configurations.SelectMany(file => (string[])["--config", file])])
            .WithArgs("--placement-host-address", placement.HostPort("api"), "--scheduler-host-address", scheduler.HostPort("api"))
            .WithArgs("--enable-app-health-check", "--app-health-check-path", ServiceExtensions.HealthPath)
            .WithEnvironment("DAPR_API_TOKEN", placement.Resource.ApiToken)
            .WithEnvironment("APP_API_TOKEN", placement.Resource.AppToken)
            .WithEnvironment("DAPR_HOST_IP", Loopback)
            .WithTelemetry()
            .WithEnvironment("OTEL_EXPORTER_OTLP_INSECURE", "true")
            .WithHttpHealthCheck(() => daprd.GetEndpoint("http"), "/v1.0/healthz", 204)
            .WaitFor(placement)
            .WaitFor(scheduler);
        return (new DaprAppAnnotation(appId, app, daprd.GetEndpoint("http"), daprd.GetEndpoint("grpc")), daprd);
    }

    /// <summary>daprd reads no Configuration from among the components, as the embedded sidecar does.</summary>
    private static IEnumerable<string> ConfigurationOf(string components) => Directory.EnumerateFiles(components, "configuration.yaml");

    /// <summary>daprds find each other in a file of this data folder: mDNS, their default, would mix the apps of all platforms that run on a network.</summary>
    private static string WriteConfiguration(DataFolder data)
    {
        var folder = data.PrivateFolder("dapr");
        foreach (var old in Directory.EnumerateFiles(folder, "names.db*"))
        {
            File.Delete(old);
        }
        var file = Path.Combine(folder, "config.yaml");
        File.WriteAllText(file, $"""
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata:
              name: one-machine
            spec:
              nameResolution:
                component: sqlite
                version: v1
                configuration:
                  connectionString: {JsonSerializer.Serialize(Path.Combine(folder, "names.db"))}

            """);
        return file;
    }

    private static IResourceBuilder<T> WithPorts<T>(this IResourceBuilder<T> part, params string[] names) where T : ExecutableResource
    {
        foreach (var name in names)
        {
            part.WithHttpEndpoint(name: name, isProxied: false).WithEndpoint(name, endpoint => endpoint.TargetHost = Loopback);
        }
        return part;
    }

    private static EndpointReferenceExpression Port<T>(this IResourceBuilder<T> part, string name) where T : ExecutableResource =>
        part.GetEndpoint(name).Property(EndpointProperty.TargetPort);

    private static ReferenceExpression HostPort<T>(this IResourceBuilder<T> part, string name) where T : ExecutableResource =>
        ReferenceExpression.Create($"{Loopback}:{part.Port(name)}");
}

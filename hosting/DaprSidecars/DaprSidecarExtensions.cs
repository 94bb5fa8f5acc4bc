using System.Text.Json;
using Yilai.Hosting.Services;

namespace Yilai.Hosting.DaprSidecars;

/// <summary>Dapr sidecars, under the names of the Community Toolkit's integration so that it can take this one's place.</summary>
public static class DaprSidecarExtensions
{
    /// <summary>Adds the process that hosts the sidecars of all services.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="workingDirectory">What relative paths in component files are relative to.</param>
    /// <param name="resourcesPaths">Folders of component files.</param>
    public static IResourceBuilder<DaprSidecarHostResource> AddDaprSidecarHost<TProject>(
        this IDistributedApplicationBuilder builder, string name, string workingDirectory, params string[] resourcesPaths)
        where TProject : IProjectMetadata, new()
    {
        var host = new DaprSidecarHostResource(name, BuiltProject.Executable(new TProject()), workingDirectory);
        return builder.AddResource(host)
            .WithArgs([.. resourcesPaths.SelectMany(path => new[] { "--resources-path", path })])
            .WithDotNetDefaults()
            .WithEnvironment("DAPR_API_TOKEN", host.ApiToken)
            .WithEnvironment("APP_API_TOKEN", host.AppToken)
            .WithEnvironment(async context => context.EnvironmentVariables["YILAI_SIDECAR_APPS"] =
                JsonSerializer.Serialize(await Task.WhenAll(host.Apps.Select(app => app.ToEntryAsync(context.CancellationToken)))));
    }

    /// <summary>Gives a service its sidecar, under the resource's name.</summary>
    public static IResourceBuilder<ServiceResource> WithDaprSidecar(this IResourceBuilder<ServiceResource> service) =>
        service.WithDaprSidecar(new DaprSidecarOptions());

    /// <summary>Gives a service its sidecar, under this app-id.</summary>
    public static IResourceBuilder<ServiceResource> WithDaprSidecar(this IResourceBuilder<ServiceResource> service, string appId) =>
        service.WithDaprSidecar(new DaprSidecarOptions { AppId = appId });

    /// <summary>Gives a service its sidecar. The service waits for it; it waits for no service.</summary>
    public static IResourceBuilder<ServiceResource> WithDaprSidecar(this IResourceBuilder<ServiceResource> service, DaprSidecarOptions options)
    {
        var builder = service.ApplicationBuilder;
        var host = builder.CreateResourceBuilder(builder.Resources.OfType<DaprSidecarHostResource>().SingleOrDefault()
            ?? throw new DistributedApplicationException($"{service.Resource.Name} wants a Dapr sidecar: add the host first (AddDaprSidecarHost)"));
        var appId = options.AppId ?? service.Resource.Name;
        var isFirst = !host.Resource.Apps.Any();
        var app = new DaprAppAnnotation(appId, service.Resource.Http, AddEndpoint(host, $"{appId}-http"), AddEndpoint(host, $"{appId}-grpc"));
        host.WithAnnotation(app);
        if (isFirst)
        {
            // All apps share one process: if it answers for one, it does for all.
            host.WithHttpHealthCheck(() => app.Http, "/v1.0/healthz/outbound", 204);
        }
        return service
            .WithEnvironment("APP_ID", appId)
            .WithEnvironment("DAPR_HTTP_ENDPOINT", DaprAppAnnotation.Address(app.Http))
            .WithEnvironment("DAPR_GRPC_ENDPOINT", DaprAppAnnotation.Address(app.Grpc))
            .WithEnvironment("DAPR_API_TOKEN", host.Resource.ApiToken)
            .WithEnvironment("APP_API_TOKEN", host.Resource.AppToken)
            .WaitFor(host);
    }

    private static EndpointReference AddEndpoint(IResourceBuilder<DaprSidecarHostResource> host, string name)
    {
        host.WithHttpEndpoint(name: name, isProxied: false).WithEndpoint(name, endpoint => endpoint.TargetHost = "127.0.0.1");
        return host.GetEndpoint(name);
    }
}

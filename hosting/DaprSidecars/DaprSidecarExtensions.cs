using System.Text.Json;
using Yilai.Hosting.CommandLine;
using Yilai.Hosting.Data;
using Yilai.Hosting.Services;

namespace Yilai.Hosting.DaprSidecars;

/// <summary>Dapr sidecars, under the names of the Community Toolkit's integration so that it can take this one's place.</summary>
public static class DaprSidecarExtensions
{
    /// <summary>Adds what the sidecars of all services need: the one process that hosts them, or Dapr's own services for a daprd beside each.</summary>
    public static IResourceBuilder<DaprSidecarsResource> AddDaprSidecars<TProject>(this IDistributedApplicationBuilder builder, AppHostOptions options, DataFolder data)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        return options.Daprd
            ? builder.AddDaprServices(data, options.Components)
            : builder.AddDaprSidecarHost<TProject>("sidecar", data.Path, options.Components);
    }

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
        var dapr = builder.Resources.OfType<DaprSidecarsResource>().SingleOrDefault()
            ?? throw new DistributedApplicationException($"{service.Resource.Name} wants a Dapr sidecar: add what it needs first (AddDaprSidecars)");
        var appId = options.AppId ?? service.Resource.Name;
        DaprAppAnnotation app;
        if (dapr is DaprPlacementResource placement)
        {
            (app, var daprd) = builder.AddDaprd(builder.CreateResourceBuilder(placement), appId, service.Resource.Http);
            service.WaitForStart(daprd);
        }
        else
        {
            var host = builder.CreateResourceBuilder((DaprSidecarHostResource)dapr);
            app = host.AddApp(appId, service.Resource.Http);
            service.WaitFor(host);
        }
        return service
            .WithEnvironment("APP_ID", appId)
            .WithEnvironment("DAPR_HTTP_ENDPOINT", DaprAppAnnotation.Address(app.Http))
            .WithEnvironment("DAPR_GRPC_ENDPOINT", DaprAppAnnotation.Address(app.Grpc))
            .WithEnvironment("DAPR_API_TOKEN", dapr.ApiToken)
            .WithEnvironment("APP_API_TOKEN", dapr.AppToken);
    }

    private static DaprAppAnnotation AddApp(this IResourceBuilder<DaprSidecarHostResource> host, string appId, EndpointReference service)
    {
        var isFirst = !host.Resource.Apps.Any();
        var app = new DaprAppAnnotation(appId, service, AddEndpoint(host, $"{appId}-http"), AddEndpoint(host, $"{appId}-grpc"));
        host.WithAnnotation(app);
        if (isFirst)
        {
            // All apps share one process: if it answers for one, it does for all.
            host.WithHttpHealthCheck(() => app.Http, "/v1.0/healthz/outbound", 204);
        }
        return app;
    }

    private static EndpointReference AddEndpoint(IResourceBuilder<DaprSidecarHostResource> host, string name)
    {
        host.WithHttpEndpoint(name: name, isProxied: false).WithEndpoint(name, endpoint => endpoint.TargetHost = "127.0.0.1");
        return host.GetEndpoint(name);
    }
}

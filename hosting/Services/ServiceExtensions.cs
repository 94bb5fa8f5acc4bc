using System.Globalization;
using Yilai.Hosting.CommandLine;

namespace Yilai.Hosting.Services;

/// <summary>Adds .NET programs of this repository.</summary>
public static class ServiceExtensions
{
    internal const string HealthPath = "/health";

    /// <summary>Adds one of the platform's services; give it its sidecar with <c>WithDaprSidecar</c>.</summary>
    public static IResourceBuilder<ServiceResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddWebProgram<TProject>(name);

    /// <summary>Adds a web program: on a free loopback port, with telemetry, healthy when its <c>/health</c> says so.</summary>
    public static IResourceBuilder<ServiceResource> AddWebProgram<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        var service = new ServiceResource(name, BuiltProject.Executable(project), Path.GetDirectoryName(project.ProjectPath)!);
        return builder.AddResource(service)
            .WithHttpEndpoint(isProxied: false)
            .WithEndpoint("http", endpoint => endpoint.TargetHost = "127.0.0.1")
            .WithEnvironment("ASPNETCORE_URLS", service.Address)
            .WithDotNetDefaults()
            .WithHttpHealthCheck(HealthPath);
    }

    /// <summary>Adds a run of a program that does something and ends.</summary>
    public static IResourceBuilder<ExecutableResource> AddTask<TProject>(this IDistributedApplicationBuilder builder, string name, params string[] args)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        return builder.AddExecutable(name, BuiltProject.Executable(project), Path.GetDirectoryName(project.ProjectPath)!, args).WithDotNetDefaults();
    }

    /// <summary>Listens on the port that was asked for, or the next free one, under the name <c>localhost</c>: this machine in both address families.</summary>
    public static IResourceBuilder<ServiceResource> WithPublicPort(this IResourceBuilder<ServiceResource> service, AppHostOptions options)
    {
        var port = FreePorts.From(options.Port);
        if (port != options.Port && options.Port != 0)
        {
            Console.WriteLine($"{service.Resource.Name}: port {options.Port} is taken; using {port}");
        }
        return service
            .WithEndpoint("http", endpoint => (endpoint.Port, endpoint.TargetPort, endpoint.TargetHost) = (port, port, "localhost"))
            .WithEnvironment("ASPNETCORE_URLS", string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"));
    }

    internal static IResourceBuilder<T> WithDotNetDefaults<T>(this IResourceBuilder<T> program) where T : ExecutableResource => program
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
        .WithEnvironment("DOTNET_ENVIRONMENT", "Development")
        .WithTelemetry()
        // A dozen programs that each export every second, as Aspire would have it, keep a small machine busy with figures nobody reads that fast.
        .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "15000")
        // The dashboard stops with the rest: no program should wait for it at its own end.
        .WithEnvironment("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "");
}

using System.Net.Sockets;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Hosting;
using Yilai.Sidecar.PubSub;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar;

/// <summary>A running embedded sidecar.</summary>
public sealed class SidecarHost : IAsyncDisposable
{
    private readonly WebApplication host;

    private SidecarHost(WebApplication host, Listeners listeners)
    {
        this.host = host;
        (Apps, MetricsPort) = (listeners.Bound, listeners.MetricsPort);
    }

    /// <summary>The apps, with the ports that were really bound.</summary>
    public IReadOnlyList<SidecarApp> Apps { get; }

    /// <summary>The port that Prometheus reads, if there is one.</summary>
    public int? MetricsPort { get; }

    /// <summary>Its parts.</summary>
    internal IServiceProvider Services => host.Services;

    /// <summary>Starts: resources, components, then the ports of all apps.</summary>
    /// <exception cref="SidecarStartException">Something the operator has to correct.</exception>
    public static async Task<SidecarHost> StartAsync(SidecarOptions options, CancellationToken cancellation = default)
    {
        Check(options);
        var resources = ResourceLoader.Load(options.ResourcesPaths, options.ConfigPaths);
        var host = Composition.Build(options, resources);
        try
        {
            var services = host.Services;
            var components = services.GetRequiredService<ComponentSet>();
            await services.GetRequiredService<ComponentLoader>().LoadAsync(resources, components, cancellation);
            foreach (var app in services.GetRequiredService<AppDirectory>().All)
            {
                (app.Components, app.Policies) = (components.For(app.AppId), services.GetRequiredService<ResiliencyPolicies>());
                foreach (var resiliency in resources.Resiliencies.Where(r => r.IsFor(app.AppId)))
                    app.Metrics?.Policies.Loaded.WithLabels(resiliency.Name, resiliency.Namespace).Inc();
            }
            Subscriptions.Expect(services.GetRequiredService<AppDirectory>().All);
            await host.StartAsync(cancellation);
            services.GetRequiredService<AppDirectory>().Announce();
            return new SidecarHost(host, services.GetRequiredService<Listeners>());
        }
        catch (Exception error)
        {
            await host.DisposeAsync();
            throw error is IOException or SocketException
                ? new SidecarStartException($"a port cannot be opened: {error.Message}; is another sidecar running?", error)
                : error;
        }
    }

    /// <summary>Ends when the process is asked to.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation = default) => host.WaitForShutdownAsync(cancellation);

    /// <summary>Stops serving, in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }

    private static void Check(SidecarOptions options)
    {
        if (options.Apps.Count == 0)
            throw new SidecarStartException("there is no app to stand beside; name at least one");
        if (options.Apps.GroupBy(a => a.AppId, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new SidecarStartException($"the app-id '{twice.Key}' is there twice; app-ids are unique");
        if (options.Apps.FirstOrDefault(a => string.IsNullOrWhiteSpace(a.AppId)) is not null)
            throw new SidecarStartException("an app has no appId; give it one");
    }
}

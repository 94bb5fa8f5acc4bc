using System.Collections.Concurrent;
using Prometheus;
using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.Telemetry;

/// <summary>What this process counts, app by app, and the page that Prometheus reads. As with daprd, the page is there even when a Configuration turns the counting off.</summary>
internal sealed class SidecarMetrics
{
    private readonly CollectorRegistry? registry;
    private readonly ConcurrentDictionary<string, AppMetrics> apps = new(StringComparer.Ordinal);
    private readonly MetricFamilies? families;

    public SidecarMetrics(SidecarOptions options, ResourceSet resources)
    {
        if (options.MetricsPort is null)
            return;
        registry = Metrics.NewCustomRegistry();
        DotNetStats.Register(registry);
        var factory = Metrics.WithCustomRegistry(registry);
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars(); // They would cost time with each count, and are not in what is served.
        if (resources.Metrics.IsOn)
            families = new MetricFamilies(factory, resources.Metrics, options.Clock);
    }

    /// <summary>The counts of one app; nothing if none are kept.</summary>
    public AppMetrics? For(string appId) => families is null ? null : apps.GetOrAdd(appId, id => new AppMetrics(families.With("app_id", id), families.With("app_id", id).With("namespace", "default")));

    public Task ShowAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return registry!.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
    }
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Apps;

/// <summary>The apps of this process, by their ids, and those beside other sidecars of this machine.</summary>
internal sealed class AppDirectory(SidecarOptions options, SidecarMetrics metrics) : IDisposable
{
    private readonly FrozenDictionary<string, AppRuntime> apps = options.Apps.ToFrozenDictionary(a => a.AppId, a => new AppRuntime(a, metrics.For(a.AppId)));
    private readonly ConcurrentDictionary<(string AppId, int Port), AppRuntime> remote = new();
    private readonly Neighbours? neighbours = options.NeighboursPath is { } folder ? new Neighbours(folder) : null;

    public IEnumerable<AppRuntime> All => apps.Values;

    public AppRuntime this[string appId] => apps[appId];

    public void Dispose()
    {
        neighbours?.Dispose();
        foreach (var app in apps.Values.Concat(remote.Values))
            app.Dispose();
    }

    /// <summary>Tells other sidecars of the apps here, if they are to know.</summary>
    public void Announce()
    {
        foreach (var app in apps.Values.Where(a => a.Listens && neighbours is not null))
            neighbours!.Announce(app);
    }

    /// <summary>The app an invocation names: "orders" or "orders.namespace".</summary>
    public AppRuntime? Find(string target)
    {
        if (apps.TryGetValue(target, out var app))
            return app;
        var dot = target.LastIndexOf('.');
        return dot > 0 && apps.TryGetValue(target[..dot], out app) ? app : FindRemote(target) ?? (dot > 0 ? FindRemote(target[..dot]) : null);
    }

    private AppRuntime? FindRemote(string appId) =>
        neighbours?.PortOf(appId) is { } port ? remote.GetOrAdd((appId, port), key => new AppRuntime(new SidecarApp(key.AppId, key.Port, 0, 0))) : null;
}

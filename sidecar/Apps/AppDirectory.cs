using System.Collections.Frozen;

namespace Yilai.Sidecar.Apps;

/// <summary>The apps of this process, by their ids.</summary>
internal sealed class AppDirectory(SidecarOptions options) : IDisposable
{
    private readonly FrozenDictionary<string, AppRuntime> apps = options.Apps.ToFrozenDictionary(a => a.AppId, a => new AppRuntime(a));

    public IEnumerable<AppRuntime> All => apps.Values;

    public AppRuntime this[string appId] => apps[appId];

    public void Dispose()
    {
        foreach (var app in apps.Values)
            app.Dispose();
    }

    /// <summary>The app an invocation names: "orders" or "orders.namespace".</summary>
    public AppRuntime? Find(string target)
    {
        if (apps.TryGetValue(target, out var app))
            return app;
        var dot = target.LastIndexOf('.');
        return dot > 0 && apps.TryGetValue(target[..dot], out app) ? app : null;
    }
}

namespace Yilai.Sidecar.Components;

/// <summary>The components of this process, each made once and shared by the apps in its scopes.</summary>
internal sealed class ComponentSet : IAsyncDisposable
{
    private readonly List<LoadedComponent> components = [];

    public void Add(LoadedComponent component) => components.Add(component);

    public AppComponents For(string appId) => new(components.Where(c => c.Resource.IsFor(appId)));

    public IEnumerable<LoadedComponent> All => components;

    public async ValueTask DisposeAsync()
    {
        foreach (var component in Enumerable.Reverse(components))
            await component.Instance.DisposeAsync();
    }
}

/// <summary>A component and where it came from.</summary>
internal sealed record LoadedComponent(Resources.ComponentResource Resource, ComponentMetadata Metadata, IComponent Instance)
{
    public string Name => Resource.Name;
}

/// <summary>The components one app may use.</summary>
internal sealed class AppComponents(IEnumerable<LoadedComponent> components)
{
    private readonly Dictionary<string, LoadedComponent> byName = components.ToDictionary(c => c.Name, StringComparer.Ordinal);

    public IEnumerable<LoadedComponent> All => byName.Values;

    public bool Has<T>() where T : class => byName.Values.Any(c => c.Instance is T);

    /// <summary>The component of that name, if it is of that kind.</summary>
    public T? Find<T>(string name) where T : class => byName.TryGetValue(name, out var component) ? component.Instance as T : null;

    public LoadedComponent? Find(string name) => byName.GetValueOrDefault(name);
}

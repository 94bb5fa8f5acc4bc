namespace Yilai.Sidecar.Components;

/// <summary>An instance of a component type. What it can do is said by the interfaces of the building blocks it implements.</summary>
internal interface IComponent : IAsyncDisposable
{
    /// <summary>What the metadata API lists.</summary>
    IReadOnlyList<string> Capabilities { get; }

    /// <summary>Connects; called once, before any app is served.</summary>
    Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What a component is made from.</summary>
internal sealed record ComponentContext(string Name, ComponentMetadata Metadata, string DataPath, TimeProvider Clock, ILoggerFactory Logs)
{
    /// <summary>Relative paths in YAML start from the data directory.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, DataPath);
}

/// <summary>A kind of component this sidecar has.</summary>
internal sealed record ComponentType(string Name, string Version, Func<ComponentContext, IComponent> Create);

/// <summary>What is wrong with a component, in words for the operator.</summary>
internal sealed class ComponentException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The metadata entry that is at fault, if it is one.</summary>
    public string? Field { get; init; }
}

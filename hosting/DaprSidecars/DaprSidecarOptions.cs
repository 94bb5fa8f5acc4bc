namespace Yilai.Hosting.DaprSidecars;

/// <summary>How a service and its sidecar know each other.</summary>
public sealed record DaprSidecarOptions
{
    /// <summary>The name by which others invoke the service; the resource's name if it is not given.</summary>
    public string? AppId { get; init; }
}

using Yilai.Sidecar.Resources;

namespace Yilai.Sidecar.Components;

/// <summary>
/// Fills {uuid}, {podName}, {appID} and {namespace} in metadata values. Components are shared by the apps of the
/// process; one whose values name the app becomes one component an app.
/// </summary>
internal sealed class Templates(SidecarOptions options)
{
    private readonly string uuid = Guid.CreateVersion7(options.Clock.GetUtcNow()).ToString();
    private readonly string podName = Environment.GetEnvironmentVariable("POD_NAME") ?? "";
    private readonly string? space = Environment.GetEnvironmentVariable("NAMESPACE");

    public IEnumerable<(ComponentResource Resource, IReadOnlyDictionary<string, string> Values)> Expand(ComponentResource resource, Dictionary<string, string> values)
    {
        if (!values.Values.Any(v => v.Contains('{', StringComparison.Ordinal)))
            return [(resource, values)];
        var common = values.ToDictionary(
            v => v.Key,
            v => v.Value.Replace("{uuid}", uuid, StringComparison.Ordinal).Replace("{podName}", podName, StringComparison.Ordinal));
        if (!common.Values.Any(v => v.Contains("{appID}", StringComparison.Ordinal) || v.Contains("{namespace}", StringComparison.Ordinal)))
            return [(resource, common)];
        return options.Apps
            .Where(a => resource.IsFor(a.AppId))
            .Select(a => (resource with { Scopes = [a.AppId] }, (IReadOnlyDictionary<string, string>)ForApp(common, a.AppId)));
    }

    private Dictionary<string, string> ForApp(Dictionary<string, string> values, string appId) =>
        values.ToDictionary(v => v.Key, v => v.Value
            .Replace("{appID}", appId, StringComparison.Ordinal)
            .Replace("{namespace}", string.IsNullOrEmpty(space) ? appId : $"{space}.{appId}", StringComparison.Ordinal));
}

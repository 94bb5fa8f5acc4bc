using Yilai.Sidecar.Apps;
using Yilai.Sidecar.PubSub;

namespace Yilai.Sidecar.Metadata;

/// <summary>What the sidecar says of itself.</summary>
internal static class RuntimeInfo
{
    /// <summary>The version of Dapr whose behaviour this is. SDKs may look at it.</summary>
    public const string Version = "1.18.3";

    public static IEnumerable<KeyValuePair<string, string>> Extended(AppRuntime app) =>
        [new("daprRuntimeVersion", Version), new("yilaiSidecar", "embedded"), .. app.Notes];

    public static IEnumerable<(string Match, string Path)> Rules(TopicSubscription subscription)
    {
        foreach (var rule in subscription.Rules)
            yield return (rule.Match, rule.Path);
        if (subscription.DefaultPath is { } path)
            yield return ("", path);
    }
}

using System.Globalization;

namespace Yilai.Sidecar.Workflows;

/// <summary>Where Dapr keeps an instance: the keys of its workflow actor.</summary>
internal sealed class WorkflowKeys(string appId)
{
    /// <summary>What the keys by which instances are listed end with.</summary>
    public const string MetadataSuffix = "||metadata";

    /// <summary>Whether an instance may be named so: it is a part of keys.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 } && !id.Contains("||", StringComparison.Ordinal) && id.AsSpan().IndexOfAny("#?/\\") < 0 && !id.Any(char.IsControl);

    /// <summary>What all keys of the app's instances begin with.</summary>
    public string Prefix { get; } = $"{appId}||dapr.internal.default.{appId}.workflow||";

    public string Metadata(string instanceId) => $"{Prefix}{instanceId}{MetadataSuffix}";

    public string CustomStatus(string instanceId) => $"{Prefix}{instanceId}||customStatus";

    public string History(string instanceId, int index) => Row(instanceId, "history", index);

    public string Inbox(string instanceId, int index) => Row(instanceId, "inbox", index);

    public string InstanceOf(string metadataKey) => metadataKey[Prefix.Length..^MetadataSuffix.Length];

    private string Row(string instanceId, string list, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{instanceId}||{list}-{index:D6}");
}

using System.Text.RegularExpressions;

namespace Yilai.Sidecar.Telemetry;

/// <summary>A path as the label "path" tells it: what names one key, actor or workflow is taken out, as daprd does it. The path of an invocation stays.</summary>
internal static class PathLabel
{
    private static readonly (Regex Path, string Label)[] Rules =
    [
        (new("^(/[^/]+/(?:state|secrets)/[^/]*).*"), "$1"),
        (new("^/(actors/[^/]+)/[^/]+"), "$1/{id}"),
        (new("^(/[^/]+/actors/[^/]+)/[^/]+/([^/]+).*"), "$1/{id}/$2"),
        (new("^(/[^/]+/workflows/[^/]+)/[^/]+$"), "$1/{instanceId}"),
        (new("^(/[^/]+/workflows/[^/]+/[^/]+/start)[^/]*$"), "$1"),
        (new("^(/[^/]+/workflows/[^/]+)/[^/]+/raiseEvent/[^/]+$"), "$1/{instanceId}/raiseEvent/{eventName}"),
        (new("^(/[^/]+/workflows/[^/]+)/[^/]+/([^/]+).*"), "$1/{instanceId}/$2"),
    ];

    public static string Of(string path)
    {
        if (path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
            path = path[..query];
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);
        if (!path.StartsWith('/'))
            path = $"/{path}";
        if (Invocation.HttpInvocation.IsInvokePath(path))
            return path; // The busiest road.
        foreach (var (rule, label) in Rules)
            if (rule.IsMatch(path))
                return rule.Replace(path, label);
        return path;
    }
}

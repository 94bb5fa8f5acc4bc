using System.Net;

namespace Yilai.Sidecar.Http;

/// <summary>
/// One route of the API: its verbs, and its path below the version. A part in braces is any one segment, {**x} at the end
/// the rest, of one segment or more. Of the routes that fit, the first is taken.
/// </summary>
internal sealed record ApiRoute(string[] Verbs, string Path, Func<ApiCall, Task> Handle, string? Version = null)
{
    public static readonly string[] Get = ["GET"];
    public static readonly string[] Post = ["POST"];
    public static readonly string[] Put = ["PUT"];
    public static readonly string[] Delete = ["DELETE"];

    /// <summary>Most of Dapr's writes take either.</summary>
    public static readonly string[] Write = ["POST", "PUT"];

    public static readonly string[] Any = ["GET", "POST", "PUT", "DELETE"];

    private readonly string[] parts = Path.Split('/');

    /// <summary>The building block: the first segment of the path.</summary>
    public string Name => parts[0];

    /// <param name="verb">The request's method.</param>
    /// <param name="segments">All segments of its path, the version first.</param>
    public bool Fits(string verb, string[] segments)
    {
        var given = segments.AsSpan(1);
        if (given.Length < parts.Length || given.Length > parts.Length && !parts[^1].StartsWith("{**", StringComparison.Ordinal)
            || !Verbs.Contains(verb, StringComparer.OrdinalIgnoreCase) || Version is not null && Version != segments[0])
            return false;
        for (var part = 1; part < parts.Length; part++)
            if (parts[part][0] != '{' && parts[part] != WebUtility.UrlDecode(given[part]))
                return false;
        return true;
    }
}

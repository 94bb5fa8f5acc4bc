namespace Yilai.HospitalSdk.Signatures;

/// <summary>The parts of a request that a signature covers, in the form they have on the wire.</summary>
/// <param name="Method">The method as sent, such as <c>PUT</c>.</param>
/// <param name="Path">The path as sent, still percent-encoded.</param>
/// <param name="Query">The query as sent with its question mark, or empty.</param>
/// <param name="Body">The body; empty for none.</param>
public sealed record RequestParts(string Method, string Path, string Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>The parts of a request of which the server knows the raw target, such as <c>/orders/7?x=%20</c>.</summary>
    public static RequestParts FromTarget(string method, string target, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(target);

        // A proxy may send the absolute form of RFC 9112 §3.2.2; the path begins after scheme and authority.
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && !target.StartsWith('/'))
        {
            var start = target.AsSpan(scheme + 3).IndexOfAny('/', '?');
            target = start < 0 ? "/" : target[(scheme + 3 + start)..];
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? new(method, target, "", body) : new(method, target[..query], target[query..], body);
    }

    /// <summary>The parts of a request that is about to be sent to <paramref name="uri"/>.</summary>
    public static RequestParts FromUri(string method, Uri uri, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return new(method, uri.AbsolutePath, uri.Query, body);
    }

    internal IReadOnlyList<SignedComponent> Components(string? contentDigest)
    {
        List<SignedComponent> components =
        [
            new("@method", Method),
            new("@path", Path.Length == 0 ? "/" : Path),
            new("@query", Query.Length == 0 ? "?" : Query),
        ];
        if (!Body.IsEmpty)
        {
            components.Add(new("content-digest", contentDigest));
        }

        return components;
    }
}

using System.Globalization;

namespace Yilai.HospitalSdk.Signatures;

/// <summary>Signs answers and verifies the signatures of received ones.</summary>
public static class ResponseSignature
{
    /// <summary>
    /// Signs an answer with the key that its request was signed with. The nonce of the request is repeated, so that the
    /// answer to one request cannot be passed off as the answer to another.
    /// </summary>
    public static SignatureHeaders Sign(
        int status, ReadOnlySpan<byte> body, HospitalKey key, DateTimeOffset created, string requestNonce)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(requestNonce);
        return MessageSignature.Sign(Components(status, ContentDigest.Of(body)), key, created, requestNonce);
    }

    /// <summary>Verifies the signature of the answer to the request that carried <paramref name="requestNonce"/>.</summary>
    public static SignatureRefusal Verify(
        int status, HeaderLookup header, ReadOnlySpan<byte> body, HospitalKey key, DateTimeOffset now, string requestNonce)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(key);
        var digest = MessageSignature.Field(header, SignatureHeaders.ContentDigestName);
        var refusal = MessageSignature.Read(Components(status, digest), header, now, out var claim);
        if (refusal != SignatureRefusal.None)
        {
            return refusal;
        }

        // The contract does not ask for the nonce, so an answer may lack it; but one of another request is refused.
        var belongs = claim!.Nonce.Length == 0 || claim.Nonce == requestNonce;
        return belongs && claim.IsProvenBy(key) && ContentDigest.Matches(digest!, body)
            ? SignatureRefusal.None
            : SignatureRefusal.Invalid;
    }

    private static SignedComponent[] Components(int status, string? contentDigest) =>
    [
        new("@status", status.ToString(CultureInfo.InvariantCulture)),
        new("content-digest", contentDigest),
    ];
}

using System.Security.Cryptography;

namespace Yilai.HospitalSdk.Signatures;

/// <summary>Signs requests and reads the signatures of received ones (RFC 9421, label <c>yilai</c>).</summary>
public static class RequestSignature
{
    /// <summary>Signs a request; the headers are to be set on it as they are.</summary>
    public static SignatureHeaders Sign(RequestParts request, HospitalKey key, DateTimeOffset created, string nonce)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(nonce);
        return MessageSignature.Sign(request.Components(ContentDigest.Of(request.Body.Span)), key, created, nonce);
    }

    /// <summary>
    /// Reads what the signature of a received request claims. The answer is <see cref="SignatureRefusal.Missing"/>,
    /// <see cref="SignatureRefusal.Invalid"/>, <see cref="SignatureRefusal.Expired"/>, or none with the claim, which is
    /// still to be proven by the key it names; the digest of the body has been checked then. To have all of it done,
    /// use <see cref="RequestVerifier"/>.
    /// </summary>
    public static SignatureRefusal Read(RequestParts request, HeaderLookup header, DateTimeOffset now, out SignatureClaim? claim)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(header);
        var digest = MessageSignature.Field(header, SignatureHeaders.ContentDigestName);
        var refusal = MessageSignature.Read(request.Components(digest), header, now, out claim);
        if (refusal == SignatureRefusal.None
            && (claim!.KeyId.Length == 0 || claim.Nonce.Length == 0
                || (!request.Body.IsEmpty && !ContentDigest.Matches(digest!, request.Body.Span))))
        {
            refusal = SignatureRefusal.Invalid;
            claim = null;
        }

        return refusal;
    }

    /// <summary>A nonce that has not been used before: 128 random bits.</summary>
    public static string NewNonce() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}

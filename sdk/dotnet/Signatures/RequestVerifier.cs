namespace Yilai.HospitalSdk.Signatures;

/// <summary>Finds the key with an id, or null.</summary>
public delegate ValueTask<HospitalKey?> FindKey(string keyId, CancellationToken cancellationToken);

/// <summary>
/// Remembers the nonce of a claim for <see cref="SignatureClock.NonceLifetime"/>, atomically; false when it was there already.
/// Nonces are told apart by key.
/// </summary>
public delegate ValueTask<bool> RememberNonce(SignatureClaim claim, CancellationToken cancellationToken);

/// <summary>What came of verifying a request: a refusal, or the key and the claim that it proved.</summary>
/// <param name="Refusal">Why the request is refused, or none.</param>
/// <param name="Key">The key, to sign the answer with; known also when only the nonce was refused.</param>
/// <param name="Claim">The proven claim; null when there is none.</param>
public sealed record RequestVerification(SignatureRefusal Refusal, HospitalKey? Key = null, SignatureClaim? Claim = null);

/// <summary>Verifies received requests from the first look at the headers to the nonce.</summary>
public sealed class RequestVerifier(FindKey findKey, RememberNonce rememberNonce, TimeProvider time)
{
    /// <summary>Verifies a request of which the whole body has been read.</summary>
    public async ValueTask<RequestVerification> VerifyAsync(
        RequestParts request, HeaderLookup header, CancellationToken cancellationToken)
    {
        var refusal = RequestSignature.Read(request, header, time.GetUtcNow(), out var claim);
        if (refusal != SignatureRefusal.None)
        {
            return new(refusal);
        }

        if (await findKey(claim!.KeyId, cancellationToken) is not { } key)
        {
            return new(SignatureRefusal.KeyUnknown);
        }

        if (!claim.IsProvenBy(key))
        {
            return new(SignatureRefusal.Invalid);
        }

        // Only now: a stranger must not be able to use up the nonces of others.
        return await rememberNonce(claim, cancellationToken)
            ? new(SignatureRefusal.None, key, claim)
            : new(SignatureRefusal.NonceReused, key, claim);
    }
}

namespace Yilai.HospitalSdk.Signatures;

/// <summary>
/// Signs every request of an <see cref="HttpClient"/> anew, with a nonce of its own, and verifies the signatures of the
/// answers. A signature that does not hold is an exception, and so is its absence on a success. An error may come
/// unsigned from a proxy on the way: <see cref="SignedAnswers.IsSigned"/> tells it from the word of the other side.
/// </summary>
/// <remarks>The handler below it must not follow redirects, which would send a signature to a path it is not for.</remarks>
public sealed class SigningHandler : DelegatingHandler
{
    /// <summary>The longest answer that is read; its signature must be checked before anyone sees a byte of it.</summary>
    private const int LongestAnswer = 32 * 1024 * 1024;

    private readonly Func<HttpRequestMessage, HospitalKey> findKey;
    private readonly TimeProvider time;

    /// <summary>Signs with one key.</summary>
    public SigningHandler(HospitalKey key, TimeProvider? time = null)
        : this(_ => key, time)
    {
    }

    /// <summary>Signs with the key that each request needs.</summary>
    public SigningHandler(Func<HttpRequestMessage, HospitalKey> findKey, TimeProvider? time = null)
    {
        this.findKey = findKey;
        this.time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var key = findKey(request);
        var nonce = RequestSignature.NewNonce();
        await SignAsync(request, key, nonce, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await VerifyAsync(request, response, key, nonce, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task SignAsync(HttpRequestMessage request, HospitalKey key, string nonce, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var parts = RequestParts.FromUri(request.Method.Method, request.RequestUri!, body);
        var signed = RequestSignature.Sign(parts, key, time.GetUtcNow(), nonce);
        Set(request, SignatureHeaders.SignatureInputName, signed.SignatureInput);
        Set(request, SignatureHeaders.SignatureName, signed.Signature);
        Set(request, SignatureHeaders.ContentDigestName, signed.ContentDigest);
    }

    private async Task VerifyAsync(
        HttpRequestMessage request, HttpResponseMessage response, HospitalKey key, string nonce, CancellationToken cancellationToken)
    {
#if NET9_0_OR_GREATER
        await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
#else
        await response.Content.LoadIntoBufferAsync(LongestAnswer);
#endif
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var refusal = ResponseSignature.Verify(
            (int)response.StatusCode,
            name => response.Headers.TryGetValues(name, out var values) ? values : null,
            body,
            key,
            time.GetUtcNow(),
            nonce);
        request.Options.Set(SignedAnswers.Marker, refusal == SignatureRefusal.None);
        if (refusal != SignatureRefusal.None && (refusal != SignatureRefusal.Missing || (int)response.StatusCode < 400))
        {
            throw new AnswerSignatureException(refusal);
        }
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}

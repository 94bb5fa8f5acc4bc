using System.Text;
using System.Text.Json.Nodes;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.Ingest.Tests.Support;

/// <summary>Signs by hand, so that a test can do it wrongly.</summary>
internal sealed class SignedClient(HttpClient http, HospitalKey key)
{
    public HospitalKey Key => key;

    public string Code => key.KeyId[..^2];

    /// <summary>Sends a signed call. The parts that are given are signed in place of the true ones.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string target, JsonNode? body = null, TimeSpan age = default, string? nonce = null, string? signedTarget = null)
    {
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        return await SendAsync(method, target, bytes, age, nonce, signedTarget);
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string target, byte[] bytes, TimeSpan age = default, string? nonce = null, string? signedTarget = null)
    {
        nonce ??= RequestSignature.NewNonce();
        using var request = new HttpRequestMessage(method, new Uri(http.BaseAddress + target.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (bytes.Length > 0)
        {
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.ContentType = new("application/json");
            // A refusal by size comes before the body is read; who goes on writing would not see it.
            request.Headers.ExpectContinue = bytes.Length > 4 * 1024 * 1024;
        }

        var parts = RequestParts.FromTarget(method.Method, signedTarget ?? target, bytes);
        var signed = RequestSignature.Sign(parts, key, TimeProvider.System.GetUtcNow() - age, nonce);
        request.Headers.TryAddWithoutValidation("Signature-Input", signed.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", signed.Signature);
        if (signed.ContentDigest is not null)
        {
            request.Headers.TryAddWithoutValidation("Content-Digest", signed.ContentDigest);
        }

        var response = await http.SendAsync(request);
        LastVerification = ResponseSignature.Verify(
            (int)response.StatusCode,
            name => response.Headers.TryGetValues(name, out var values) ? values : null,
            await response.Content.ReadAsByteArrayAsync(),
            key,
            TimeProvider.System.GetUtcNow(),
            nonce);
        return response;
    }

    /// <summary>What the signature of the last answer was worth.</summary>
    public SignatureRefusal LastVerification { get; private set; }
}

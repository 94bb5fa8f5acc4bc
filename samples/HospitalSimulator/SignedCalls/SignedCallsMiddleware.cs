using Microsoft.AspNetCore.Http.Features;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSimulator.SignedCalls;

/// <summary>Lets only the platform call a hospital, and signs what the hospital answers.</summary>
internal sealed class SignedCallsMiddleware(RequestDelegate next, SimulatorSettings settings, NonceMemory nonces, TimeProvider time)
{
    private const int LongestBody = 64 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetRouteValue("code") is not string code || !settings.Keys.TryGetValue(code, out var key))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "hospital-not-found");
            return;
        }

        if (await ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "body-too-large");
            return;
        }

        var verification = await VerifierFor(key).VerifyAsync(Parts(context, body), name => context.Request.Headers[name], context.RequestAborted);
        if (verification.Refusal != SignatureRefusal.None)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, verification.Refusal.ToCode());
            return;
        }

        context.Request.Body = new MemoryStream(body, writable: false);
        await AnswerSignedAsync(context, key, verification.Claim!.Nonce);
    }

    private RequestVerifier VerifierFor(HospitalKey key) => new(
        (keyId, _) => ValueTask.FromResult(keyId == key.KeyId ? key : null),
        (claim, _) => ValueTask.FromResult(nonces.Remember(claim)),
        time);

    private static RequestParts Parts(HttpContext context, byte[] body) =>
        RequestParts.FromTarget(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, body);

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > LongestBody)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    // The signature is in the head and covers the body, so the answer waits until all of it is there.
    private async Task AnswerSignedAsync(HttpContext context, HospitalKey key, string nonce)
    {
        var (wire, answer) = (context.Response.Body, new MemoryStream());
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = wire;
        }

        var body = answer.ToArray();
        var signed = ResponseSignature.Sign(context.Response.StatusCode, body, key, time.GetUtcNow(), nonce);
        context.Response.Headers[SignatureHeaders.ContentDigestName] = signed.ContentDigest;
        context.Response.Headers[SignatureHeaders.SignatureInputName] = signed.SignatureInput;
        context.Response.Headers[SignatureHeaders.SignatureName] = signed.Signature;
        context.Response.ContentLength = body.Length;
        await wire.WriteAsync(body, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string code) =>
        TypedResults.Problem(statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(context);
}

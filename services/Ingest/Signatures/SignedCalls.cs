using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Signatures;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Ingest.Signatures;

/// <summary>
/// Lets through what a hospital signed (RFC 9421), and signs what goes back. Refusals are signed too once the caller has
/// proven to hold the key; to anybody else nothing is signed.
/// </summary>
internal sealed partial class SignedCalls(RequestDelegate next, HospitalKeys keys, Nonces nonces, TimeProvider clock, ILogger<SignedCalls> logger)
{
    /// <summary>The longest body; it is read whole, since its hash is part of the signature.</summary>
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        var body = await ReadBodyAsync(context);
        KnownKey? known = null;
        var verifier = new RequestVerifier(
            async (keyId, token) => (known = await keys.FindAsync(keyId, token))?.Key, nonces.RememberAsync, clock);
        var request = RequestParts.FromTarget(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, body);
        var (refusal, key, claim) = await verifier.VerifyAsync(request, name => context.Request.Headers[name], context.RequestAborted);
        if (refusal != SignatureRefusal.None)
        {
            Refused(logger, refusal, known?.HospitalCode);
        }

        if (key is null)
        {
            await Refuse(refusal).ExecuteAsync(context);
            return;
        }

        await SignAnswerAsync(context, key, claim!.Nonce, () =>
        {
            if (refusal != SignatureRefusal.None)
            {
                return Refuse(refusal).ExecuteAsync(context);
            }

            if (!known!.Enabled)
            {
                return Problems.Forbidden("hospital-disabled", "医院已被平台停用。").ExecuteAsync(context);
            }

            context.Features.Set(new Caller(known.HospitalCode));
            context.Request.Body = new MemoryStream(body, writable: false);
            return next(context);
        });
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    private async Task SignAnswerAsync(HttpContext context, HospitalKey key, string nonce, Func<Task> answer)
    {
        var wire = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await answer();
        }
        finally
        {
            context.Response.Body = wire;
        }

        var response = context.Response;
        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        var signed = ResponseSignature.Sign(response.StatusCode, body.Span, key, clock.GetUtcNow(), nonce);
        response.Headers[SignatureHeaders.SignatureInputName] = signed.SignatureInput;
        response.Headers[SignatureHeaders.SignatureName] = signed.Signature;
        response.Headers[SignatureHeaders.ContentDigestName] = signed.ContentDigest;
        if (!body.IsEmpty)
        {
            response.ContentLength = body.Length;
            await wire.WriteAsync(body, context.RequestAborted);
        }
    }

    private static ProblemHttpResult Refuse(SignatureRefusal refusal) => Problems.Unauthorized(refusal.ToCode(), refusal switch
    {
        SignatureRefusal.Missing => "请求没有签名：请以标签 yilai 按 RFC 9421 签名。",
        SignatureRefusal.Invalid => "签名与请求不符，或签名的内容不合约定。",
        SignatureRefusal.Expired => "签名的时间与平台相差超过 5 分钟，请校准时钟后重新签名。",
        SignatureRefusal.KeyUnknown => "没有这个密钥。",
        _ => "此 nonce 已经用过，每次请求请使用新的 nonce。",
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call was refused: {Refusal}, hospital {Hospital}")]
    private static partial void Refused(ILogger logger, SignatureRefusal refusal, string? hospital);
}

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSimulator.Tests.Playing;

/// <summary>The platform's side of the hospital calls, on a port of its own: verifies, notes, answers, signs.</summary>
internal sealed class StubPlatform(WebApplication app, IReadOnlyDictionary<string, HospitalKey> keys, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string, string), bool> nonces = new();

    public ConcurrentQueue<PlatformCall> Calls { get; } = new();

    /// <summary>Decides about a call before it is taken: a status to refuse it with, or null.</summary>
    public Func<PlatformCall, int?> Refuse { get; set; } = _ => null;

    public Uri Address => new(app.Urls.Single());

    public static async Task<StubPlatform> StartAsync(IReadOnlyDictionary<string, HospitalKey> keys, TimeProvider time)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var platform = new StubPlatform(app, keys, time);
        app.Run(platform.HandleAsync);
        await app.StartAsync();
        return platform;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var verifier = new RequestVerifier(
            (keyId, _) => ValueTask.FromResult(keys.Values.FirstOrDefault(key => key.KeyId == keyId)),
            (claim, _) => ValueTask.FromResult(nonces.TryAdd((claim.KeyId, claim.Nonce), true)),
            time);
        var parts = RequestParts.FromTarget(context.Request.Method, target, body.ToArray());
        var verification = await verifier.VerifyAsync(parts, name => context.Request.Headers[name], context.RequestAborted);
        if (verification.Key is not { } key || verification.Refusal != SignatureRefusal.None)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var json = body.Length == 0 ? default : JsonDocument.Parse(body.ToArray()).RootElement;
        var call = new PlatformCall(keys.Single(pair => pair.Value == key).Key, $"{parts.Method} {parts.Path}", json);
        var status = Refuse(call) ?? (parts.Method == "GET" ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
        if (status == StatusCodes.Status200OK)
        {
            Calls.Enqueue(call);
        }

        await AnswerAsync(context, status, call, key, verification.Claim!.Nonce);
    }

    private async Task AnswerAsync(HttpContext context, int status, PlatformCall call, HospitalKey key, string nonce)
    {
        var accepted = call.Items.Length;
        var answer = status == StatusCodes.Status200OK
            ? JsonSerializer.SerializeToUtf8Bytes(new PushResult(accepted, []), HospitalJson.Options)
            : JsonSerializer.SerializeToUtf8Bytes(new { code = "refused-here" }, HospitalJson.Options);
        var signed = ResponseSignature.Sign(status, answer, key, time.GetUtcNow(), nonce);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers[SignatureHeaders.SignatureInputName] = signed.SignatureInput;
        context.Response.Headers[SignatureHeaders.SignatureName] = signed.Signature;
        context.Response.Headers[SignatureHeaders.ContentDigestName] = signed.ContentDigest;
        await context.Response.Body.WriteAsync(answer);
    }
}

/// <summary>A call that the platform got.</summary>
internal sealed record PlatformCall(string HospitalCode, string Call, JsonElement Body)
{
    public JsonElement[] Items =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("items", out var items) ? [.. items.EnumerateArray()] : [];
}

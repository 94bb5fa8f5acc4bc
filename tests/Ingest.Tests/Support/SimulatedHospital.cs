using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Signatures;
using Yilai.Hosting;

namespace Yilai.Ingest.Tests.Support;

/// <summary>A hospital's side of the contract, built on the SDK, that does what a test tells it.</summary>
internal sealed class SimulatedHospital(IReadOnlyDictionary<string, HospitalKey> keys) : IAsyncDisposable
{
    private WebApplication app = null!;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Any()}/hospital/");

    /// <summary>How the hospital takes the submission of an order; takes it when nothing is said.</summary>
    public ConcurrentDictionary<string, Submission> Submissions { get; } = new();

    /// <summary>What came in, by order: method and path's end.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<string>> Calls { get; } = new();

    /// <summary>The orders in the hospital's books, with their bodies.</summary>
    public ConcurrentDictionary<string, JsonNode> Booked { get; } = new();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.GetLeftPart(UriPartial.Authority));
        app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var verifier = new RequestVerifier((id, _) => ValueTask.FromResult(keys.GetValueOrDefault(id)), (_, _) => ValueTask.FromResult(true), TimeProvider.System);
        var parts = RequestParts.FromTarget(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, buffer.ToArray());
        var verification = await verifier.VerifyAsync(parts, name => context.Request.Headers[name], context.RequestAborted);
        Assert.Equal(SignatureRefusal.None, verification.Refusal);
        var (status, answer) = Answer(context.Request, buffer.ToArray());
        var body = System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString());
        context.Response.StatusCode = (int)status;
        var signed = ResponseSignature.Sign((int)status, body, verification.Key!, TimeProvider.System.GetUtcNow(), verification.Claim!.Nonce);
        context.Response.Headers["Signature-Input"] = signed.SignatureInput;
        context.Response.Headers["Signature"] = signed.Signature;
        context.Response.Headers["Content-Digest"] = signed.ContentDigest;
        await context.Response.Body.WriteAsync(body);
    }

    private (HttpStatusCode Status, JsonNode Answer) Answer(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value!;
        if (request.Method == "POST")
        {
            var order = JsonNode.Parse(body)!;
            var id = (string)order["orderId"]!;
            Note(id, "submit");
            var how = Submissions.GetValueOrDefault(id);
            if (how is Submission.Refuse)
            {
                return (HttpStatusCode.Conflict, new JsonObject { ["code"] = "no-numbers" });
            }

            Booked[id] = order;
            return how is Submission.TakeAndSpeakOfAnother ? (HttpStatusCode.OK, With(Taken(id), "orderId", Guid.CreateVersion7().ToString()))
                : how is Submission.TakeAndFail ? (HttpStatusCode.InternalServerError, new JsonObject()) : (HttpStatusCode.OK, Taken(id));
        }

        var orderId = path.Split('/')[4];
        Note(orderId, request.Method == "GET" ? "ask" : path.EndsWith("/payment", StringComparison.Ordinal) ? "pay" : "cancel");
        if (Submissions.GetValueOrDefault(orderId) is Submission.LosePath)
        {
            return (HttpStatusCode.NotFound, new JsonObject { ["code"] = "not-found" });
        }

        return Booked.ContainsKey(orderId) ? (HttpStatusCode.OK, Taken(orderId)) : (HttpStatusCode.NotFound, new JsonObject { ["code"] = "order-unknown" });
    }

    private JsonObject Taken(string id) => new()
    {
        ["orderId"] = id,
        ["hospitalRecordId"] = $"R-{id}",
        ["number"] = (int)Booked[id]["number"]!,
        ["fetchTime"] = "08:00",
        ["fetchAddress"] = "一楼大厅",
        ["available"] = 3,
        ["status"] = (string?)Booked[id]["status"] ?? "booked",
    };

    private static JsonObject With(JsonObject answer, string name, string value)
    {
        answer[name] = value;
        return answer;
    }

    private void Note(string id, string what) => Calls.GetOrAdd(id, _ => []).Enqueue(what);
}

/// <summary>What a hospital does with a submission.</summary>
internal enum Submission
{
    Take,
    Refuse,
    TakeAndFail,

    /// <summary>Answers to questions about it with a 404 that is not the contract's: it is asked at a wrong address.</summary>
    LosePath,

    /// <summary>Takes it, and answers about another order.</summary>
    TakeAndSpeakOfAnother,
}

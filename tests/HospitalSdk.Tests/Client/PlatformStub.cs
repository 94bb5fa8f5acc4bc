using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Yilai.HospitalSdk.Signatures;
using Yilai.HospitalSdk.Tests.Signatures;

namespace Yilai.HospitalSdk.Tests.Client;

/// <summary>A platform below the client: it verifies every call and signs the answers that a test has lined up.</summary>
internal sealed class PlatformStub : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> answers = new();
    private readonly HashSet<string> nonces = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 1, 0, 0, TimeSpan.Zero));

    public List<(string Call, string Body)> Calls { get; } = [];

    public HospitalKey AnswerKey { get; set; } = SignedRequest.Key;

    public bool Signs { get; set; } = true;

    public HospitalClient Client() => new(new Uri("http://platform.test"), SignedRequest.Key, this, Time);

    public PlatformStub Then(HttpStatusCode status, string body = "{}", string mediaType = "application/json")
    {
        answers.Enqueue(() => new HttpResponseMessage(status) { Content = new StringContent(body, new MediaTypeHeaderValue(mediaType)) });
        return this;
    }

    public PlatformStub ThenThrow(Exception exception)
    {
        answers.Enqueue(() => throw exception);
        return this;
    }

    /// <summary>Lets time pass until the call has ended, as the pauses between attempts need it.</summary>
    public async Task<T> RunAsync<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await call;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var parts = RequestParts.FromTarget(request.Method.Method, request.RequestUri!.PathAndQuery, body);
        var refusal = RequestSignature.Read(
            parts, name => request.Headers.TryGetValues(name, out var values) ? values : null, Time.GetUtcNow(), out var claim);
        Assert.Equal(SignatureRefusal.None, refusal);
        Assert.True(claim!.IsProvenBy(SignedRequest.Key));
        Assert.True(nonces.Add(claim.Nonce), "Every attempt has a nonce of its own.");
        Calls.Add(($"{parts.Method} {parts.Path}{parts.Query}", Encoding.UTF8.GetString(body)));

        var response = answers.Dequeue()();
        response.RequestMessage = request;
        if (Signs)
        {
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var signed = ResponseSignature.Sign((int)response.StatusCode, content, AnswerKey, Time.GetUtcNow(), claim.Nonce);
            response.Headers.Add(SignatureHeaders.SignatureInputName, signed.SignatureInput);
            response.Headers.Add(SignatureHeaders.SignatureName, signed.Signature);
            response.Headers.Add(SignatureHeaders.ContentDigestName, signed.ContentDigest);
        }

        return response;
    }
}

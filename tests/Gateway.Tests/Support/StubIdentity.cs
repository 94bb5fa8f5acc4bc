using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Yilai.Gateway.Tokens;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Gateway.Tests.Support;

/// <summary>Identity as the gateway asks it for keys: there or away, and how often it was asked.</summary>
internal sealed class StubIdentity : HttpMessageHandler
{
    public TestKeys Keys { get; } = new();

    public bool Away { get; set; }

    public int Calls { get; private set; }

    /// <summary>The gateway's view of the keys.</summary>
    public SigningKeys KeysBy(TimeProvider clock) =>
        new(new ServiceClient(new HttpClient(this) { BaseAddress = new Uri("http://identity") }), clock, NullLogger<SigningKeys>.Instance);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls++;
        return Away
            ? throw new HttpRequestException("away")
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(Keys.ToJwks())) { Headers = { ContentType = new("application/json") } } });
    }
}

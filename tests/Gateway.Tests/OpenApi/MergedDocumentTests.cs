using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Yilai.Gateway.OpenApi;
using Yilai.Gateway.Tests.Support;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Gateway.Tests.OpenApi;

public sealed class MergedDocumentTests(Platform platform) : IClassFixture<Platform>
{
    [Fact]
    public async Task Get_OneServiceAway_Is503RatherThanHalfADocument()
    {
        using var response = await platform.Client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        await ProblemAssert.IsAsync(response, HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
    }

    [Fact]
    public async Task Get_AllServicesThere_MergesAndKeepsItForAShortWhile()
    {
        var clock = new FakeTimeProvider();
        using var documents = new Documents();
        var services = new ServiceCollection();
        foreach (var appId in MergedDocument.Services)
        {
            services.AddKeyedSingleton(appId, new ServiceClient(new HttpClient(documents, disposeHandler: false) { BaseAddress = new Uri($"http://{appId}") }));
        }

        using var merged = new MergedDocument(services.BuildServiceProvider(), clock);
        var paths = JsonNode.Parse(await merged.GetAsync(CancellationToken.None))!["paths"]!.AsObject().Select(p => p.Key);
        await merged.GetAsync(CancellationToken.None);
        Assert.Equal(MergedDocument.Services.Select(s => $"/api/{s}"), paths);
        Assert.Equal(MergedDocument.Services.Count, documents.Calls);

        clock.Advance(TimeSpan.FromMinutes(1));
        await merged.GetAsync(CancellationToken.None);
        Assert.Equal(2 * MergedDocument.Services.Count, documents.Calls);
    }

    private sealed class Documents : HttpMessageHandler
    {
        private int calls;

        public int Calls => calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref calls);
            var paths = new Dictionary<string, object> { [$"/api/{request.RequestUri!.Host}"] = new { get = new { } } };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(new { openapi = "3.1.1", paths })) });
        }
    }
}

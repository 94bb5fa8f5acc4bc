using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class PublishTests
{
    private static readonly string Yaml = Component("pubsub", "pubsub.in-memory");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed record OrderPlaced(string Id, int Number);

    [Fact]
    public async Task Publish_BySdk_ReachesASubscriberOfDaprAspNetCore()
    {
        var got = new ConcurrentQueue<OrderPlaced>();
        await using var app = await TestApp.StartAsync(a =>
        {
            a.UseCloudEvents();
            a.MapSubscribeHandler();
            a.MapPost("/orders", (OrderPlaced order) => got.Enqueue(order)).WithTopic("pubsub", "order-placed");
        });
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("subscriber", app.Port), ("publisher", 0));
        using var dapr = sidecar.Dapr("publisher");

        await dapr.PublishEventAsync("pubsub", "order-placed", new OrderPlaced("张三", 7), Cancellation);

        await WaitFor.ConditionAsync(() => !got.IsEmpty);
        Assert.Equal(new OrderPlaced("张三", 7), Assert.Single(got));
    }

    [Fact]
    public async Task Publish_BulkBySdk_ReachesEverySubscriberOnce()
    {
        await using var one = await Subscriber.StartAsync("t");
        await using var two = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("one", one.Port), ("two", two.Port), ("publisher", 0));
        using var dapr = sidecar.Dapr("publisher");

        var response = await dapr.BulkPublishEventAsync("pubsub", "t", Enumerable.Range(0, 100).ToList(), cancellationToken: Cancellation);

        Assert.Empty(response.FailedEntries);
        await WaitFor.ConditionAsync(() => one.Events.Count >= 100 && two.Events.Count >= 100);
        Assert.Equal(Enumerable.Range(0, 100), one.Events.Select(e => e.Data.GetProperty("data").GetInt32()).Order());
        Assert.Equal(100, two.Events.Count);
    }

    [Fact]
    public async Task Publish_Http_WrapsInACloudEvent()
    {
        await using var subscriber = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync(Yaml, o => o with { AppApiToken = "app-secret" }, ("subscriber", subscriber.Port), ("publisher", 0));
        using var http = sidecar.Http("publisher");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/publish/pubsub/t?metadata.cloudevent.type=mine&metadata.key=7")
        {
            Content = new StringContent("""{"x":12345678901234567890}""", Encoding.UTF8, "application/json"),
            Headers = { { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } },
        };

        using var response = await http.SendAsync(request, Cancellation);
        var received = await subscriber.FirstAsync();

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("application/cloudevents+json", received.ContentType);
        Assert.Equal("app-secret", received.Headers["dapr-api-token"]);
        Assert.Equal("7", received.Headers["key"]);
        Assert.Equal("pubsub", received.Headers["pubsubName"]);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", received.Headers["traceparent"], StringComparison.Ordinal);
        var e = received.Data;
        Assert.Equal("12345678901234567890", e.GetProperty("data").GetProperty("x").GetRawText());
        Assert.Equal("1.0", e.GetProperty("specversion").GetString());
        Assert.Equal("publisher", e.GetProperty("source").GetString());
        Assert.Equal("mine", e.GetProperty("type").GetString());
        Assert.Equal("t", e.GetProperty("topic").GetString());
        Assert.Equal("pubsub", e.GetProperty("pubsubname").GetString());
        Assert.Equal("application/json; charset=utf-8", e.GetProperty("datacontenttype").GetString());
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", e.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
        Assert.True(e.GetProperty("id").TryGetGuid(out _));
    }

    [Theory]
    [InlineData("text/plain", "你好", "data", "你好")]
    [InlineData("application/json", "not json", "data", "not json")]
    [InlineData("application/octet-stream", "abc", "data_base64", "YWJj")]
    public async Task Publish_OtherContentTypes_AreCarriedAsTheyCan(string contentType, string body, string attribute, string expected)
    {
        await using var subscriber = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("subscriber", subscriber.Port));
        using var http = sidecar.Http("subscriber");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await http.PostAsync("/v1.0/publish/pubsub/t", content, Cancellation);

        Assert.Equal(expected, (await subscriber.FirstAsync()).Data.GetProperty(attribute).GetString());
    }

    [Fact]
    public async Task Publish_OwnCloudEvent_KeepsItsAttributes()
    {
        await using var subscriber = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("subscriber", subscriber.Port));
        using var http = sidecar.Http("subscriber");
        using var content = new StringContent("""{"id":"mine","source":"me","custom":1,"topic":"wrong","data":{"a":1}}""", Encoding.UTF8, "application/cloudevents+json");

        using var response = await http.PostAsync("/v1.0/publish/pubsub/t", content, Cancellation);
        var e = (await subscriber.FirstAsync()).Data;

        Assert.Equal("mine", e.GetProperty("id").GetString());
        Assert.Equal("me", e.GetProperty("source").GetString());
        Assert.Equal(1, e.GetProperty("custom").GetInt32());
        Assert.Equal("t", e.GetProperty("topic").GetString());
        Assert.Equal("com.dapr.event.sent", e.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/v1.0/publish/nope/t", "1", 404, "ERR_PUBSUB_NOT_FOUND")]
    [InlineData("/v1.0/publish/pubsub/", "1", 404, "ERR_TOPIC_NAME_EMPTY")]
    [InlineData("/v1.0/publish/pubsub/secret", "1", 403, "ERR_PUBSUB_FORBIDDEN")]
    [InlineData("/v1.0/publish/bulk/pubsub/t", "1", 400, "ERR_PUBSUB_EVENTS_SER")]
    [InlineData("/v1.0/publish/bulk/pubsub/t", "[null]", 400, "ERR_PUBSUB_EVENTS_SER")]
    [InlineData("/v1.0/publish/bulk/pubsub/t", """[{"event":1}]""", 400, "ERR_PUBSUB_EVENTS_SER")]
    [InlineData("/v1.0-alpha1/publish/bulk/pubsub/t", """[{"entryId":"1","event":1,"contentType":"text/plain"},{"entryId":"1","event":1,"contentType":"text/plain"}]""", 400, "ERR_PUBSUB_EVENTS_SER")]
    public async Task Http_BadRequest_AnswersLikeDaprd(string path, string body, int status, string code)
    {
        await using var sidecar = await TestSidecar.StartAsync(Component("pubsub", "pubsub.in-memory", "v1", ("protectedTopics", "secret")), ("app", 0));
        using var http = sidecar.Http("app");

        using var response = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(code, error.GetProperty("errorCode").GetString());
        Assert.Equal("dapr.io", error.GetProperty("details")[0].GetProperty("domain").GetString());
    }

    [Fact]
    public async Task Publish_InvalidCloudEvent_Is500WithCloudEventsCode()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("app", 0));
        using var http = sidecar.Http("app");

        using var response = await http.PostAsync("/v1.0/publish/pubsub/t", new StringContent("[1", Encoding.UTF8, "application/cloudevents+json"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("ERR_PUBSUB_CLOUD_EVENTS_SER", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}

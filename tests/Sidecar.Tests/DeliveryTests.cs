using System.Text;
using Microsoft.AspNetCore.Builder;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class DeliveryTests
{
    private static readonly string Yaml = Component("pubsub", "pubsub.in-memory");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivery_Retried_UntilTheAppTakesIt()
    {
        await using var subscriber = await Subscriber.StartAsync("t", (_, n) => n switch { 1 => (500, ""), 2 => (200, """{"status":"RETRY"}"""), _ => (200, """{"status":"SUCCESS"}""") });
        await using var sidecar = await TestSidecar.StartAsync(Documents(Yaml, Retry(maxRetries: 5)), ("app", subscriber.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.PublishEventAsync("pubsub", "t", 1, Cancellation);

        await WaitFor.ConditionAsync(() => subscriber.Events.Count >= 3);
        Assert.Single(subscriber.Events.Select(e => e.Data.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Delivery_AfterTheLastTry_GoesToTheDeadLetterTopic()
    {
        await using var subscriber = await Subscriber.StartAsync("t", (e, _) => e.GetProperty("topic").GetString() == "t" ? (500, "") : (200, ""), deadLetter: "dead");
        await using var grave = await Subscriber.StartAsync("dead");
        await using var sidecar = await TestSidecar.StartAsync(Documents(Yaml, Retry(maxRetries: 2)), ("app", subscriber.Port), ("grave", grave.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.PublishEventAsync("pubsub", "t", 7, Cancellation);

        Assert.Equal(7, (await grave.FirstAsync()).Data.GetProperty("data").GetInt32());
        Assert.Equal(3, subscriber.Events.Count);
    }

    [Fact]
    public async Task Delivery_WithADeadLetterTopicThatNobodyReads_GoesOn()
    {
        await using var subscriber = await Subscriber.StartAsync("t", (_, n) => n < 3 ? (500, "") : (200, ""), deadLetter: "dead");
        await using var sidecar = await TestSidecar.StartAsync(Documents(Yaml, Retry(maxRetries: 0)), ("app", subscriber.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.PublishEventAsync("pubsub", "t", 7, Cancellation);

        await WaitFor.ConditionAsync(() => subscriber.Events.Count == 3);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, """{"status":"DROP"}""")]
    public async Task Delivery_Dropped_GoesToTheDeadLetterTopicAtOnce(int status, string body)
    {
        await using var subscriber = await Subscriber.StartAsync("t", (_, _) => (status, body), deadLetter: "dead");
        await using var grave = await Subscriber.StartAsync("dead");
        await using var sidecar = await TestSidecar.StartAsync(Documents(Yaml, Retry(maxRetries: 5)), ("app", subscriber.Port), ("grave", grave.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.PublishEventAsync("pubsub", "t", 7, Cancellation);

        await grave.FirstAsync();
        Assert.Single(subscriber.Events);
    }

    [Fact]
    public async Task Delivery_ToAnAppThatStartsLater_StillHappens()
    {
        var app = await Subscriber.StartAsync("t");
        await app.DisposeAsync();
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("late", app.Port), ("publisher", 0));
        using var dapr = sidecar.Dapr("publisher");

        await dapr.PublishEventAsync("pubsub", "t", 1, Cancellation);
        await dapr.PublishEventAsync("pubsub", "other", 2, Cancellation);
        await using var late = await Subscriber.StartAsync("t", port: app.Port);

        Assert.Equal(1, (await late.FirstAsync()).Data.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task App_WhoseSubscriptionsMakeNoSense_IsOwedItsEventsUntilTheyDo()
    {
        var confused = await TestApp.StartAsync(a => a.MapGet("/dapr/subscribe", () => "<html>"));
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("app", confused.Port));
        using var dapr = sidecar.Dapr("app");
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
        await dapr.PublishEventAsync("pubsub", "t", 1, Cancellation);
        await confused.DisposeAsync();

        await using var cured = await Subscriber.StartAsync("t", port: confused.Port);

        Assert.Equal(1, (await cured.FirstAsync()).Data.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task AppRestart_WithOtherTopics_IsNoticedWithinASecondOrSo()
    {
        var first = await Subscriber.StartAsync("a");
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("app", first.Port));
        using var dapr = sidecar.Dapr("app");
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
        await first.DisposeAsync();
        await dapr.PublishEventAsync("pubsub", "a", 1, Cancellation);

        await using var second = await Subscriber.StartAsync("a,b", port: first.Port);
        await WaitFor.ConditionAsync(async () =>
        {
            await dapr.PublishEventAsync("pubsub", "b", 2, Cancellation);
            return second.Events.Any(e => e.Data.GetProperty("data").GetInt32() == 2);
        });

        // What was published while it was away came too.
        await WaitFor.ConditionAsync(() => second.Events.Any(e => e.Data.GetProperty("data").GetInt32() == 1));
    }

    [Fact]
    public async Task DeclarativeSubscription_WithRules_RoutesByTheEvent()
    {
        await using var subscriber = await Subscriber.StartAsync("");
        await using var sidecar = await TestSidecar.StartAsync(
            Documents(Yaml, """
                apiVersion: dapr.io/v2alpha1
                kind: Subscription
                metadata:
                  name: routed
                spec:
                  pubsubname: pubsub
                  topic: t
                  routes:
                    rules:
                      - match: event.data.amount > 5 && event.type == "com.dapr.event.sent"
                        path: /big
                    default: /small
                scopes: [app]
                """),
            ("app", subscriber.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.PublishEventAsync("pubsub", "t", new { amount = 9 }, Cancellation);
        await dapr.PublishEventAsync("pubsub", "t", new { amount = 1 }, Cancellation);

        await WaitFor.ConditionAsync(() => subscriber.Events.Count == 2);
        Assert.Equal(9, subscriber.Events.Single(e => e.Path == "/big").Data.GetProperty("data").GetProperty("amount").GetInt32());
        Assert.Equal(1, subscriber.Events.Single(e => e.Path == "/small").Data.GetProperty("data").GetProperty("amount").GetInt32());
    }

    [Fact]
    public async Task Delivery_IsParallelAcrossEvents()
    {
        using var both = new Barrier(2);
        await using var subscriber = await Subscriber.StartAsync("t", (_, _) => both.SignalAndWait(TimeSpan.FromSeconds(10)) ? (200, "") : (500, ""));
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("app", subscriber.Port));
        using var dapr = sidecar.Dapr("app");

        await dapr.PublishEventAsync("pubsub", "t", 1, Cancellation);
        await dapr.PublishEventAsync("pubsub", "t", 2, Cancellation);

        await WaitFor.ConditionAsync(() => subscriber.Events.Count == 2);
        Assert.Equal(2, subscriber.Events.DistinctBy(e => e.Data.GetProperty("id").GetString()).Count());
    }

    [Fact]
    public async Task Publish_ExpiredEvent_IsNotDelivered()
    {
        await using var subscriber = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync(Yaml, ("app", subscriber.Port));
        using var http = sidecar.Http("app");
        using var old = new StringContent("""{"id":"old","expiration":"2020-01-01T00:00:00Z","data":1}""", Encoding.UTF8, "application/cloudevents+json");
        using var fresh = new StringContent("""{"id":"new","data":1}""", Encoding.UTF8, "application/cloudevents+json");

        using var first = await http.PostAsync("/v1.0/publish/pubsub/t", old, Cancellation);
        using var second = await http.PostAsync("/v1.0/publish/pubsub/t", fresh, Cancellation);

        Assert.Equal("new", (await subscriber.FirstAsync()).Data.GetProperty("id").GetString());
        Assert.Single(subscriber.Events);
    }
}

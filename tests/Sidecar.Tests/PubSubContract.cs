using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>What every pub/sub component must do, through the official SDK.</summary>
public abstract class PubSubContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Topics and apps of a test's own: brokers outlive tests.</summary>
    private readonly string topic = Name("t");
    private readonly string one = Name("one");
    private readonly string two = Name("two");

    protected abstract Task<string> ComponentAsync();

    [Fact]
    public async Task Publish_ReachesEverySubscribedApp_Once()
    {
        await using var first = await Subscriber.StartAsync(topic);
        await using var second = await Subscriber.StartAsync(topic);
        await using var sidecar = await StartAsync("", (one, first.Port), (two, second.Port));
        using var dapr = sidecar.Dapr(one);

        for (var n = 0; n < 50; n++)
            await dapr.PublishEventAsync("pubsub", topic, n, Cancellation);

        await WaitFor.ConditionAsync(() => first.Events.Count >= 50 && second.Events.Count >= 50);
        Assert.Equal(Enumerable.Range(0, 50), Numbers(first).Order());
        Assert.Equal(Enumerable.Range(0, 50), Numbers(second).Order());
    }

    [Fact]
    public async Task BulkPublish_ReachesTheApp()
    {
        await using var subscriber = await Subscriber.StartAsync(topic);
        await using var sidecar = await StartAsync("", (one, subscriber.Port));
        using var dapr = sidecar.Dapr(one);

        var answer = await dapr.BulkPublishEventAsync("pubsub", topic, Enumerable.Range(0, 20).ToList(), cancellationToken: Cancellation);

        Assert.Empty(answer.FailedEntries);
        await WaitFor.ConditionAsync(() => subscriber.Events.Count >= 20);
        Assert.Equal(Enumerable.Range(0, 20), Numbers(subscriber).Order());
    }

    [Fact]
    public async Task Delivery_Retried_UntilTheAppTakesIt()
    {
        await using var subscriber = await Subscriber.StartAsync(topic, (_, n) => n switch { 1 => (500, ""), 2 => (200, """{"status":"RETRY"}"""), _ => (200, """{"status":"SUCCESS"}""") });
        await using var sidecar = await StartAsync(Retry(5), (one, subscriber.Port));
        using var dapr = sidecar.Dapr(one);

        await dapr.PublishEventAsync("pubsub", topic, 1, Cancellation);

        await WaitFor.ConditionAsync(() => subscriber.Events.Count >= 3);
        Assert.Single(subscriber.Events.Select(e => e.Data.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Delivery_AfterTheLastTry_GoesToTheDeadLetterTopic()
    {
        await using var subscriber = await Subscriber.StartAsync(topic, (_, _) => (500, ""), deadLetter: $"{topic}-dead");
        await using var grave = await Subscriber.StartAsync($"{topic}-dead");
        await using var sidecar = await StartAsync(Retry(2), (one, subscriber.Port), (two, grave.Port));
        using var dapr = sidecar.Dapr(one);

        await dapr.PublishEventAsync("pubsub", topic, 7, Cancellation);

        Assert.Equal(7, (await grave.FirstAsync()).Data.GetProperty("data").GetInt32());
        Assert.Equal(3, subscriber.Events.Count);
    }

    [Fact]
    public async Task Delivery_Dropped_IsDoneWith()
    {
        await using var subscriber = await Subscriber.StartAsync(topic, (e, _) => (200, e.GetProperty("data").GetInt32() == 1 ? """{"status":"DROP"}""" : ""));
        await using var sidecar = await StartAsync(Retry(5), (one, subscriber.Port));
        using var dapr = sidecar.Dapr(one);

        await dapr.PublishEventAsync("pubsub", topic, 1, Cancellation);
        await subscriber.FirstAsync();
        await dapr.PublishEventAsync("pubsub", topic, 2, Cancellation);

        await WaitFor.ConditionAsync(() => subscriber.Events.Count == 2);
        Assert.Equal([1, 2], Numbers(subscriber));
    }

    [Fact]
    public async Task AppThatGoesInTheMiddle_GetsWhatItDidNotTake_WhenItComesBack()
    {
        var subscriber = await Subscriber.StartAsync(topic, (_, _) => (500, ""));
        await using var sidecar = await StartAsync(Retry(100_000), (one, subscriber.Port));
        using var dapr = sidecar.Dapr(one);
        await dapr.PublishEventAsync("pubsub", topic, 1, Cancellation);
        await subscriber.FirstAsync();
        await subscriber.DisposeAsync();

        await using var again = await Subscriber.StartAsync(topic, port: subscriber.Port);

        Assert.Equal(1, (await again.FirstAsync()).Data.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task BulkSubscriber_TakesManyEventsWithOneCall_AndSaysOfEachWhatBecameOfIt()
    {
        var calls = new ConcurrentQueue<JsonElement>();
        await using var app = await TestApp.StartAsync(a =>
        {
            a.MapGet("/dapr/subscribe", () => new[] { new { pubsubname = "pubsub", topic, route = "/many", bulkSubscribe = new { enabled = true, maxMessagesCount = 10, maxAwaitDurationMs = 300 } } });
            a.MapPost("/many", async (HttpContext context) =>
            {
                var call = (await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: Cancellation)).RootElement;
                var known = calls.SelectMany(Values).ToHashSet();
                calls.Enqueue(call);
                return new
                {
                    // 7 is to come again, 8 not; of 9 nothing is said, so it comes again.
                    statuses = call.GetProperty("entries").EnumerateArray().Where(e => Value(e) != 9 || known.Contains(9))
                        .Select(e => new { entryId = e.GetProperty("entryId").GetString(), status = Value(e) switch { 7 when !known.Contains(7) => "RETRY", 8 => "DROP", _ => "SUCCESS" } }),
                };
            });
        });
        await using var sidecar = await StartAsync(Retry(5), (one, app.Port));
        using var dapr = sidecar.Dapr(one);

        await dapr.BulkPublishEventAsync("pubsub", topic, Enumerable.Range(0, 20).ToList(), cancellationToken: Cancellation);

        await WaitFor.ConditionAsync(() => calls.SelectMany(Values).Count() == 22);
        Assert.Equal([7, 9], calls.SelectMany(Values).GroupBy(v => v).Where(g => g.Count() == 2).Select(g => g.Key).Order());
        Assert.InRange(calls.Count, 2, 8);
        var first = calls.First();
        Assert.Equal(("com.dapr.event.sent.bulk", topic, "pubsub"), (first.GetProperty("type").GetString(), first.GetProperty("topic").GetString(), first.GetProperty("pubsubname").GetString()));
        Assert.Equal("application/cloudevents+json", first.GetProperty("entries")[0].GetProperty("contentType").GetString());

        static IEnumerable<int> Values(JsonElement call) => call.GetProperty("entries").EnumerateArray().Select(Value);

        static int Value(JsonElement entry) => entry.GetProperty("event").GetProperty("data").GetInt32();
    }

    [Fact]
    public async Task Stream_GetsEvents_AndWhatItDidNotJudgeIsGivenAgain()
    {
        await using var sidecar = await StartAsync(Retry(5), (one, 0));
        using var dapr = sidecar.Dapr(one);
        using (var first = await EventStream.OpenAsync(sidecar.Ports(one).GrpcPort, topic))
        {
            for (var n = 1; n <= 3; n++)
                await dapr.PublishEventAsync("pubsub", topic, n, Cancellation);
            var events = new[] { await first.NextAsync(), await first.NextAsync(), await first.NextAsync() }.ToDictionary(e => e.Data.ToStringUtf8());
            Assert.Equal(["1", "2", "3"], events.Keys.Order());
            Assert.Equal(("pubsub", topic, "1.0", "application/json", one), (events["1"].PubsubName, events["1"].Topic, events["1"].SpecVersion, events["1"].DataContentType, events["1"].Source));
            await first.JudgeAsync(events["1"], TopicEventResponse.Types.TopicEventResponseStatus.Success);
            await first.JudgeAsync(events["2"], TopicEventResponse.Types.TopicEventResponseStatus.Retry);
            var again = await first.NextAsync();
            Assert.Equal("2", again.Data.ToStringUtf8());
            await first.JudgeAsync(again, TopicEventResponse.Types.TopicEventResponseStatus.Drop);
            await dapr.PublishEventAsync("pubsub", topic, 4, Cancellation);
            await first.JudgeAsync(await first.NextAsync(), TopicEventResponse.Types.TopicEventResponseStatus.Success); // 1 and 2 are settled then.
        }

        using var second = await EventStream.OpenAsync(sidecar.Ports(one).GrpcPort, topic);

        var left = await second.NextAsync();
        if (left.Data.ToStringUtf8() == "4")
            left = await second.NextAsync(); // Its judgement may have been cut off with the stream.
        Assert.Equal("3", left.Data.ToStringUtf8());
    }

    protected static string Name(string start) => start + RandomNumberGenerator.GetHexString(12, lowercase: true);

    protected static IEnumerable<int> Numbers(Subscriber subscriber) => subscriber.Events.Select(e => e.Data.GetProperty("data").GetInt32());

    protected async Task<TestSidecar> StartAsync(string more, params (string AppId, int Port)[] apps)
    {
        var component = await ComponentAsync();
        var sidecar = await TestSidecar.StartAsync(more.Length > 0 ? Documents(component, more) : component, apps);
        foreach (var (app, _) in apps)
        {
            using var dapr = sidecar.Dapr(app);
            await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
        }
        return sidecar;
    }
}

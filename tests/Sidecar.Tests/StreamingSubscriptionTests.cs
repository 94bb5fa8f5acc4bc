using Grpc.Core;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>Streams of events: their errors, and several at a time.</summary>
public sealed class StreamingSubscriptionTests
{
    private static readonly string PubSub = Component("pubsub", "pubsub.in-memory", "v1", ("protectedTopics", "secret"));

    [Theory]
    [InlineData("", "t", StatusCode.InvalidArgument)]
    [InlineData("pubsub", "", StatusCode.InvalidArgument)]
    [InlineData("other", "t", StatusCode.InvalidArgument)]
    [InlineData("pubsub", "secret", StatusCode.PermissionDenied)]
    public async Task Stream_ThatAsksForWhatItCannotHave_EndsWithTheError(string pubsub, string topic, StatusCode code)
    {
        await using var sidecar = await TestSidecar.StartAsync(PubSub, ("app", 0));
        using var stream = new EventStream(sidecar.Ports("app").GrpcPort);

        await stream.AskAsync(topic, pubsub);

        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(stream.ReadAsync)).StatusCode);
    }

    [Fact]
    public async Task Stream_ThatAsksTwice_EndsWithTheError()
    {
        await using var sidecar = await TestSidecar.StartAsync(PubSub, ("app", 0));
        using var stream = await EventStream.OpenAsync(sidecar.Ports("app").GrpcPort, "t");

        await stream.AskAsync("t");

        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(stream.ReadAsync)).StatusCode);
    }

    [Fact]
    public async Task Streams_OfDifferentApps_EachGetTheEvent()
    {
        await using var sidecar = await TestSidecar.StartAsync(PubSub, ("one", 0), ("two", 0));
        using var first = await EventStream.OpenAsync(sidecar.Ports("one").GrpcPort, "t");
        using var second = await EventStream.OpenAsync(sidecar.Ports("two").GrpcPort, "t");
        using var dapr = sidecar.Dapr("one");

        await dapr.PublishEventAsync("pubsub", "t", "hello", TestContext.Current.CancellationToken);

        Assert.Equal("\"hello\"", (await first.NextAsync()).Data.ToStringUtf8());
        Assert.Equal("\"hello\"", (await second.NextAsync()).Data.ToStringUtf8());
    }

    [Fact]
    public async Task Event_WithAttributesThatNoMessageCanHold_IsGivenAllTheSame()
    {
        await using var sidecar = await TestSidecar.StartAsync(PubSub, ("app", 0));
        using var stream = await EventStream.OpenAsync(sidecar.Ports("app").GrpcPort, "t");
        using var http = sidecar.Http("app");
        using var body = new StringContent($$"""{"id":"1","data":1,"huge":1e999,"deep":{{new string('[', 200)}}{{new string(']', 200)}}}""", System.Text.Encoding.UTF8, "application/cloudevents+json");

        using var sent = await http.PostAsync("/v1.0/publish/pubsub/t", body, TestContext.Current.CancellationToken);

        Assert.Equal("1e999", (await stream.NextAsync()).Extensions.Fields["huge"].StringValue);
    }

    [Fact]
    public async Task Stream_BesideSubscriptionsOfTheAppItself_TakesNothingFromThem()
    {
        await using var subscriber = await Subscriber.StartAsync("own");
        await using var sidecar = await TestSidecar.StartAsync(PubSub, ("app", subscriber.Port));
        using var stream = await EventStream.OpenAsync(sidecar.Ports("app").GrpcPort, "streamed");
        using var dapr = sidecar.Dapr("app");
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(TestContext.Current.CancellationToken));

        await dapr.PublishEventAsync("pubsub", "own", 1, TestContext.Current.CancellationToken);
        await dapr.PublishEventAsync("pubsub", "streamed", 2, TestContext.Current.CancellationToken);

        Assert.Equal("2", (await stream.NextAsync()).Data.ToStringUtf8());
        Assert.Equal("/on/own", (await subscriber.FirstAsync()).Path);
    }
}

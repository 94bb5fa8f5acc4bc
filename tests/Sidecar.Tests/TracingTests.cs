using System.Collections.Concurrent;
using System.Diagnostics;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class TracingTests
{
    [Fact]
    public async Task PublishAndDeliver_AreOneTrace_ThatNamesTheApps()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Yilai.Sidecar",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var subscriber = await Subscriber.StartAsync("traced-topic");
        await using var sidecar = await TestSidecar.StartAsync(Component("pubsub", "pubsub.in-memory"), ("subscriber", subscriber.Port), ("publisher", 0));
        using var http = sidecar.Http("publisher");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/publish/pubsub/traced-topic")
        {
            Content = new StringContent("1"),
            Headers = { { "traceparent", "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } },
        };

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var received = await subscriber.FirstAsync();

        await WaitFor.ConditionAsync(() => spans.Any(s => s.OperationName == "deliver traced-topic"));
        var publish = spans.Single(s => s.OperationName == "publish traced-topic");
        var deliver = spans.Single(s => s.OperationName == "deliver traced-topic");
        Assert.Equal("1af7651916cd43dd8448eb211c80319c", publish.TraceId.ToHexString());
        Assert.Equal(publish.TraceId, deliver.TraceId);
        Assert.Equal(publish.SpanId, deliver.ParentSpanId);
        Assert.Equal("publisher", publish.GetTagItem("dapr.app_id"));
        Assert.Equal("subscriber", deliver.GetTagItem("dapr.app_id"));
        Assert.StartsWith("00-1af7651916cd43dd8448eb211c80319c-", received.Headers["traceparent"], StringComparison.Ordinal);
    }
}

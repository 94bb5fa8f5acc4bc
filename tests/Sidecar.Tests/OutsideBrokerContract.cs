using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests;

/// <summary>What a component with a broker outside must do besides: outlive the broker's absence, and its own end.</summary>
public abstract class OutsideBrokerContract : PubSubContract
{
    /// <summary>A broker of the test's own: its YAML, and how to stop and start it.</summary>
    protected abstract Task<(string Yaml, Func<Task> StopAsync, Func<Task> RestartAsync, IAsyncDisposable Broker)> OwnBrokerAsync();

    [Fact]
    public async Task BrokerThatGoes_MakesPublishingFail_AndSubscriptionsResumeWhenItIsBack()
    {
        var (yaml, stopAsync, restartAsync, broker) = await OwnBrokerAsync();
        await using var ofTheTest = broker;
        await using var subscriber = await Subscriber.StartAsync("t");
        await using var sidecar = await TestSidecar.StartAsync(yaml, ("app", subscriber.Port));
        using var dapr = sidecar.Dapr("app");
        using var http = sidecar.Http("app");
        await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
        await dapr.PublishEventAsync("pubsub", "t", 1, Cancellation);
        await subscriber.FirstAsync();

        await stopAsync();
        using (var failed = await http.PostAsJsonAsync("/v1.0/publish/pubsub/t", 2, Cancellation))
        {
            var error = await failed.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
            Assert.Equal("ERR_PUBSUB_PUBLISH_MESSAGE", error.GetProperty("errorCode").GetString());
            Assert.StartsWith("error when publish to topic t in pubsub pubsub: ", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
        await restartAsync();

        await WaitFor.ConditionAsync(
            async () =>
            {
                using var sent = await http.PostAsJsonAsync("/v1.0/publish/pubsub/t", 3, Cancellation);
                return subscriber.Events.Any(e => e.Data.GetProperty("data").GetInt32() == 3);
            },
            seconds: 60);
    }

    [Fact]
    public async Task EventsInTheMiddleOfDelivery_OutliveAKilledSidecar_EachAtLeastOnce()
    {
        var topic = Name("t");
        var folder = TestSidecar.NewFolder(await ComponentAsync());
        using var gate = new SemaphoreSlim(20); // After twenty, the app gets stuck until the sidecar is dead.
        await using var subscriber = await Subscriber.StartAsync(topic, (_, _) => gate.Wait(TimeSpan.FromSeconds(30)) ? (200, "") : (500, ""));
        await using (var first = await SidecarProcess.StartAsync(folder, subscriber.Port))
        {
            using var dapr = first.Dapr();
            await WaitFor.ConditionAsync(() => dapr.CheckHealthAsync(Cancellation));
            for (var n = 0; n < 100; n++)
                await dapr.PublishEventAsync("pubsub", topic, n, Cancellation);
            await WaitFor.ConditionAsync(() => subscriber.Events.Count > 20);
            await first.KillAsync();
        }
        gate.Release(10_000);
        var before = subscriber.Events.Count;

        await using (var second = await SidecarProcess.StartAsync(folder, subscriber.Port))
        {
            await WaitFor.ConditionAsync(() => subscriber.Events.Count >= before + 80, seconds: 40);
            await WaitFor.ConditionAsync(() => Numbers(subscriber).Distinct().Count() == 100);
        }
        Directory.Delete(folder, recursive: true);
    }
}

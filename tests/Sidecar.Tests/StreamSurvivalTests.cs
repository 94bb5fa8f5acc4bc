using System.Globalization;
using System.Security.Cryptography;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>kill -9 of the sidecar in the middle of a streaming subscription.</summary>
public sealed class StreamSurvivalTests
{
    private const int Before = 60;
    private const int Answered = 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pubsub.in-memory")]
    [InlineData("pubsub.redis")]
    [InlineData("pubsub.rabbitmq")]
    public async Task EventsOfAStream_OutliveAKilledSidecar_AndWhatWasNotAnsweredComesAgain(string type)
    {
        var topic = "t" + RandomNumberGenerator.GetHexString(12, lowercase: true);
        var folder = TestSidecar.NewFolder(await YamlAsync(type));
        var taken = new List<int>();
        await using (var first = await SidecarProcess.StartAsync(folder, 0))
        {
            using var dapr = first.Dapr();
            using var stream = await EventStream.OpenAsync(first.GrpcPort, topic);
            for (var n = 0; n < Before; n++)
                await dapr.PublishEventAsync("pubsub", topic, n, Cancellation);
            while (taken.Count < Answered * 2)
            {
                var given = await stream.NextAsync();
                taken.Add(Number(given));
                if (taken.Count <= Answered)
                    await stream.JudgeAsync(given, TopicEventResponse.Types.TopicEventResponseStatus.Success);
            }
            await first.KillAsync();
        }

        await using (var second = await SidecarProcess.StartAsync(folder, 0))
        {
            using var dapr = second.Dapr();
            await dapr.PublishEventAsync("pubsub", topic, Before, Cancellation); // Nobody is subscribed at the moment; it is kept.
            using var stream = await EventStream.OpenAsync(second.GrpcPort, topic);
            var owed = Enumerable.Range(0, Before + 1).Except(taken.Take(Answered)).ToHashSet();
            while (owed.Count > 0)
            {
                var given = await stream.NextAsync();
                owed.Remove(Number(given));
                await stream.JudgeAsync(given, TopicEventResponse.Types.TopicEventResponseStatus.Success);
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    private static int Number(TopicEventRequest given) => int.Parse(given.Data.ToStringUtf8(), CultureInfo.InvariantCulture);

    private static async Task<string> YamlAsync(string type) => type switch
    {
        "pubsub.redis" => RedisPubSubTests.Yaml(await TestRedis.SharedAsync(Cancellation)),
        "pubsub.rabbitmq" => RabbitMqPubSubTests.Yaml(await TestRabbitMq.SharedAsync(Cancellation)),
        _ => Component("pubsub", type, "v1", ("journalPath", "journal")),
    };
}

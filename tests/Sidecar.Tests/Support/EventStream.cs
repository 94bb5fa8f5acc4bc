using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>A streaming subscription, over the official client's stub.</summary>
public sealed class EventStream : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly AsyncDuplexStreamingCall<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> call;

    public EventStream(int grpcPort)
    {
        channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}");
        call = new Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient(channel).SubscribeTopicEventsAlpha1(cancellationToken: TestContext.Current.CancellationToken);
    }

    public static async Task<EventStream> OpenAsync(int grpcPort, string topic, string pubsub = "pubsub")
    {
        var stream = new EventStream(grpcPort);
        await stream.AskAsync(topic, pubsub);
        Assert.NotNull((await stream.ReadAsync()).InitialResponse);
        return stream;
    }

    public Task AskAsync(string topic, string pubsub = "pubsub") =>
        SendAsync(new SubscribeTopicEventsRequestAlpha1 { InitialRequest = new SubscribeTopicEventsRequestInitialAlpha1 { PubsubName = pubsub, Topic = topic } });

    public async Task<SubscribeTopicEventsResponseAlpha1> ReadAsync()
    {
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(40)));
        return call.ResponseStream.Current;
    }

    public async Task<TopicEventRequest> NextAsync() => (await ReadAsync()).EventMessage;

    public Task JudgeAsync(TopicEventRequest request, TopicEventResponse.Types.TopicEventResponseStatus status) => SendAsync(new SubscribeTopicEventsRequestAlpha1
    {
        EventProcessed = new SubscribeTopicEventsRequestProcessedAlpha1 { Id = request.Id, Status = new TopicEventResponse { Status = status } },
    });

    public Task SendAsync(SubscribeTopicEventsRequestAlpha1 request) => call.RequestStream.WriteAsync(request);

    public void Dispose()
    {
        call.Dispose();
        channel.Dispose();
    }
}

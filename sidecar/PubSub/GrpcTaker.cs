using Grpc.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.PubSub;

/// <summary>OnTopicEvent: one call for each event, to an app that speaks gRPC.</summary>
internal sealed class GrpcTaker(AppRuntime app, TopicSubscription subscription, TimeSpan? timeout, GrpcAppChannel channel) : IEventTaker
{
    public Task<Judgement> TakeAsync(string path, TopicMessage message, ReceivedEvent received, CancellationToken cancellation) => Judgement.AskAsync(async limit =>
    {
        var request = TopicEventMessage.Build(received.CloudEvent, subscription, path);
        try
        {
            var answer = await channel.CallAsync(app, AppMethods.OnTopicEvent, request, limit);
            return StreamTaker.Of(answer.Status);
        }
        catch (RpcException error)
        {
            return Judgement.Of(error, "OnTopicEvent");
        }
    }, timeout, cancellation);
}

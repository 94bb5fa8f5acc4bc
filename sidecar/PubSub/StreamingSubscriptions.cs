using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.PubSub;

/// <summary>SubscribeTopicEventsAlpha1: a subscription that lasts as long as its stream. The app needs no port for it.</summary>
internal sealed class StreamingSubscriptions(Subscriptions subscriptions, IHostApplicationLifetime life) : IGrpcApi
{
    private const string Route = "/";

    public void Bind(GrpcMethods methods) =>
        methods.Duplex<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1>("SubscribeTopicEventsAlpha1", ServeAsync);

    private async Task ServeAsync(GrpcCall call, IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requests, IServerStreamWriter<SubscribeTopicEventsResponseAlpha1> responses)
    {
        if (!await requests.MoveNext(call.Cancellation) || requests.Current.InitialRequest is not { } wanted)
            throw Invalid("a stream begins with its initial request");
        if (wanted.PubsubName.Length == 0)
            throw PubSubErrors.NameEmpty();
        if (wanted.Topic.Length == 0)
            throw PubSubErrors.TopicEmpty(wanted.PubsubName);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, call.App.ShuttingDown, life.ApplicationStopping);
        var subscription = new TopicSubscription(
            wanted.PubsubName, wanted.Topic, wanted.Metadata, [], Route, wanted.DeadLetterTopic is { Length: > 0 } dead ? dead : null, SubscriptionOrigin.Streaming);
        StreamTaker? taker = null;
        try
        {
            await using var _ = await subscriptions.StreamAsync(call.App, subscription, timeout => taker = new StreamTaker(subscription, timeout, responses), stop.Token);
            await taker!.OpenAsync(stop.Token);
            while (await requests.MoveNext(stop.Token))
            {
                if (requests.Current.EventProcessed is not { } processed)
                    throw Invalid("the initial request has been sent already");
                taker.Judge(processed);
            }
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The app has gone, or this sidecar goes; events that it did not judge are given again.
        }
        finally
        {
            taker?.Dispose();
        }
    }

    private static RpcException Invalid(string reason) => new(new Status(StatusCode.InvalidArgument, reason));
}

using System.Collections.Concurrent;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;

namespace Yilai.Sidecar.PubSub;

/// <summary>Events over a stream that the app has opened; it says on the same stream what became of each.</summary>
internal sealed class StreamTaker(TopicSubscription subscription, TimeSpan? timeout, IServerStreamWriter<SubscribeTopicEventsResponseAlpha1> stream) : IEventTaker, IDisposable
{
    // Taken until the first answer has been sent: no event may come before that.
    private readonly SemaphoreSlim writing = new(0, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Judgement>> pending = new(StringComparer.Ordinal);

    public async Task OpenAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync(new SubscribeTopicEventsResponseAlpha1 { InitialResponse = new SubscribeTopicEventsResponseInitialAlpha1() }, cancellation);
        writing.Release();
    }

    public Task<Judgement> TakeAsync(string path, TopicMessage message, ReceivedEvent received, CancellationToken cancellation)
    {
        var request = TopicEventMessage.Build(received.CloudEvent, subscription, path);
        var judged = pending.GetOrAdd(request.Id, _ => new TaskCompletionSource<Judgement>(TaskCreationOptions.RunContinuationsAsynchronously));
        return Judgement.AskAsync(async limit =>
        {
            try
            {
                await writing.WaitAsync(limit);
                try
                {
                    await stream.WriteAsync(new SubscribeTopicEventsResponseAlpha1 { EventMessage = request }, limit);
                }
                catch (InvalidOperationException)
                {
                    return new Judgement(Answer.Absent, "the stream has ended");
                }
                finally
                {
                    writing.Release();
                }
                return await judged.Task.WaitAsync(limit);
            }
            finally
            {
                pending.TryRemove(request.Id, out _);
            }
        }, timeout, cancellation);
    }

    /// <summary>What the app says of an event; of one that it was not given, it may say what it likes.</summary>
    public void Judge(SubscribeTopicEventsRequestProcessedAlpha1 processed)
    {
        if (pending.TryGetValue(processed.Id, out var judged))
            judged.TrySetResult(Of(processed.Status?.Status ?? default));
    }

    public static Judgement Of(TopicEventResponse.Types.TopicEventResponseStatus status) => Judgement.Of(status switch
    {
        TopicEventResponse.Types.TopicEventResponseStatus.Success => "SUCCESS",
        TopicEventResponse.Types.TopicEventResponseStatus.Drop => "DROP",
        TopicEventResponse.Types.TopicEventResponseStatus.Retry => "RETRY",
        _ => $"{(int)status}",
    });

    public void Dispose() => writing.Dispose();
}

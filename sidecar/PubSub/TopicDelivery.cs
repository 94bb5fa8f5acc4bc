using System.Diagnostics;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.PubSub;

/// <summary>Hands the events of one subscription to its app and judges the answers.</summary>
internal sealed class TopicDelivery(
    AppRuntime app, TopicSubscription subscription, IPubSub broker, (RetryPolicy? Policy, PolicyMetrics.Target? Counts) retry, IEventTaker taker, TimeProvider clock, ILogger log)
{
    public async Task<Verdict> HandleAsync(TopicMessage message, int attempt, CancellationToken cancellation)
    {
        try
        {
            return await DeliverAsync(message, attempt, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Verdict.Absent;
        }
        catch (Exception error)
        {
            // Our own mistake must not cost the event, nor the worker that carries it.
            log.DeliveryFailed(error, subscription.Topic, app.AppId);
            return Verdict.Refused;
        }
    }

    private async Task<Verdict> DeliverAsync(TopicMessage message, int attempt, CancellationToken cancellation)
    {
        using var received = ReceivedEvent.Read(message, subscription, clock);
        var since = app.Metrics?.Now ?? 0;
        var (answer, reason, isInOrder) = await JudgeAsync(message, received, cancellation);
        Count(since, answer, isInOrder);
        switch (answer)
        {
            case Answer.Success:
                return Verdict.Done;
            case Answer.Absent:
                return Verdict.Absent;
            case Answer.Drop:
                log.Dropped(subscription.Topic, app.AppId, reason);
                return await BuryAsync(message, cancellation) ?? Verdict.Done;
            default:
                log.NotTaken(subscription.Topic, app.AppId, attempt, reason);
                if (retry.Policy?.WaitAfter(attempt) is { } wait)
                {
                    retry.Counts?.Activated(PolicyMetrics.Retry);
                    return Verdict.Again(wait);
                }
                return CanBury() ? await BuryAsync(message, cancellation) ?? Verdict.Refused : Verdict.Refused;
        }
    }

    /// <summary>Events that are given many at a time are counted there.</summary>
    private void Count(long since, Answer answer, bool isInOrder)
    {
        if (subscription.Bulk is not null)
            return;
        var process = Judgement.Name(answer);
        app.Metrics?.Delivered.Add(since, subscription.PubSubName, subscription.Topic, process, isInOrder ? "success" : process);
    }

    private async Task<Judgement> JudgeAsync(TopicMessage message, ReceivedEvent received, CancellationToken cancellation)
    {
        if (received.IsUnreadable)
            return Judgement.Drop("it is not a CloudEvent, and the subscription is not for raw payloads");
        if (received.IsExpired)
            return Judgement.Drop("its time to live is over");
        if (received.Path(subscription) is not { } path)
            return Judgement.Drop("no route matches") with { IsInOrder = true };
        using var span = Spans.Start($"deliver {subscription.Topic}", ActivityKind.Consumer, app, received.Trace);
        return await taker.TakeAsync(path, message, received, cancellation);
    }

    /// <summary>
    /// A dead letter topic that nobody reads would swallow what the app could not take. Where that can be known, the
    /// event stays with the subscriber and is tried on and on.
    /// </summary>
    private bool CanBury()
    {
        if (subscription.DeadLetterTopic is not { } topic || broker is not IRemembersConsumers memory || memory.IsWanted(topic))
            return true;
        log.NobodyReads(topic, subscription.Topic, app.AppId);
        return false;
    }

    /// <summary>Puts the event on the dead letter topic; nothing if there is none, and then the caller decides.</summary>
    private async Task<Verdict?> BuryAsync(TopicMessage message, CancellationToken cancellation)
    {
        if (subscription.DeadLetterTopic is not { } topic)
            return null;
        try
        {
            await broker.PublishAsync(message with { Topic = topic }, cancellation);
            return Verdict.Done;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            log.NotTaken(topic, app.AppId, 1, error.Message);
            return Verdict.Refused;
        }
    }
}

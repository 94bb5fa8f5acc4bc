using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.PubSub;

/// <summary>Hands the events of one subscription to its app and judges the answers.</summary>
internal sealed class TopicDelivery(
    AppRuntime app, TopicSubscription subscription, IPubSub broker, RetryPolicy? retry, TimeSpan? timeout, AppChannel channel, TimeProvider clock, ILogger log)
{
    private enum Answer
    {
        Success,
        Retry,
        Drop,
        Absent,
    }

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
        var (answer, reason) = await JudgeAsync(message, received, cancellation);
        Meters.Delivered(app.AppId, subscription.Topic, answer.ToString());
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
                return retry?.WaitAfter(attempt) is { } wait ? Verdict.Again(wait) : CanBury() ? await BuryAsync(message, cancellation) ?? Verdict.Refused : Verdict.Refused;
        }
    }

    private async Task<(Answer Answer, string Reason)> JudgeAsync(TopicMessage message, ReceivedEvent received, CancellationToken cancellation)
    {
        if (received.IsUnreadable)
            return (Answer.Drop, "it is not a CloudEvent, and the subscription is not for raw payloads");
        if (received.IsExpired)
            return (Answer.Drop, "its time to live is over");
        if (received.Path(subscription) is not { } path)
            return (Answer.Drop, "no route matches");
        using var span = Spans.Start($"deliver {subscription.Topic}", ActivityKind.Consumer, app, received.Trace);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } time)
            limit.CancelAfter(time);
        try
        {
            using var body = AppChannel.Body(subscription.IsBulk ? received.AsBulk(subscription, message) : received.Body.ToArray(), subscription.IsBulk ? "application/json" : CloudEvent.ContentType);
            using var response = await channel.SendAsync(app, HttpMethod.Post, path, body, Headers(message, received), limit.Token);
            return await ReadAsync(response, limit.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (Answer.Absent, "the app is going");
        }
        catch (OperationCanceledException)
        {
            return (Answer.Retry, $"no answer within {timeout}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (AppChannel.IsAbsent(error) ? Answer.Absent : Answer.Retry, error.Message);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Headers(TopicMessage message, ReceivedEvent received)
    {
        foreach (var entry in message.Metadata)
            yield return entry;
        yield return new("pubsubName", subscription.PubSubName);
        // With a span of our own, the HTTP client tells of that one.
        if (Activity.Current is null && received.TraceParent is { } parent)
        {
            yield return new("traceparent", parent);
            if (received.TraceState is { } state)
                yield return new("tracestate", state);
        }
    }

    private async Task<(Answer Answer, string Reason)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.NotFound)
            return (Answer.Drop, "the app answers 404");
        if (!response.IsSuccessStatusCode)
            return (Answer.Retry, $"the app answers {(int)response.StatusCode}");
        var status = Status(await response.Content.ReadAsByteArrayAsync(cancellation));
        return status switch
        {
            null when subscription.IsBulk => (Answer.Retry, "the app does not say what became of the event"),
            null or "" or "SUCCESS" => (Answer.Success, ""),
            "DROP" => (Answer.Drop, "the app says DROP"),
            "RETRY" => (Answer.Retry, "the app says RETRY"),
            _ => (Answer.Retry, $"the app says '{status}', which is no status"),
        };
    }

    /// <summary>The status in the answer; an answer that is not JSON of that form has none.</summary>
    private string? Status(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var element = json.RootElement;
            if (subscription.IsBulk)
                element = element.GetProperty("statuses")[0];
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String ? status.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
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

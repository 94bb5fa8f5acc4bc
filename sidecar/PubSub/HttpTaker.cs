using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.PubSub;

/// <summary>One POST for each event.</summary>
internal sealed class HttpTaker(AppRuntime app, TopicSubscription subscription, TimeSpan? timeout, AppChannel channel) : IEventTaker
{
    public Task<Judgement> TakeAsync(string path, TopicMessage message, ReceivedEvent received, CancellationToken cancellation) => Judgement.AskAsync(async limit =>
    {
        using var body = AppChannel.Body(received.Body.ToArray(), CloudEvent.ContentType);
        using var response = await channel.SendAsync(app, HttpMethod.Post, path, body, Headers(message, received), limit);
        return Refusal(response) ?? Judgement.Of(Status(await response.Content.ReadAsByteArrayAsync(limit)));
    }, timeout, cancellation);

    /// <summary>An answer whose code says enough.</summary>
    public static Judgement? Refusal(HttpResponseMessage response) => response switch
    {
        { StatusCode: HttpStatusCode.NotFound } => Judgement.Drop("the app answers 404"),
        { IsSuccessStatusCode: false } => Judgement.Retry($"the app answers {(int)response.StatusCode}"),
        _ => null,
    };

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

    /// <summary>The status in the answer; an answer that is not JSON of that form has none.</summary>
    private static string? Status(byte[] body)
    {
        try
        {
            using var json = ApiJson.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String ? status.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

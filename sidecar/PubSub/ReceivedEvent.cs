using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.PubSub;

/// <summary>A message as a subscriber is to see it.</summary>
internal sealed class ReceivedEvent : IDisposable
{
    private readonly JsonDocument? document;

    private ReceivedEvent(ReadOnlyMemory<byte> body, JsonDocument? document, DateTimeOffset now)
    {
        Body = body;
        this.document = document;
        IsExpired = Text("expiration") is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) && end <= now;
    }

    public ReadOnlyMemory<byte> Body { get; }

    public JsonElement CloudEvent => document!.RootElement;

    public bool IsUnreadable => document is null;

    public bool IsExpired { get; }

    public string? TraceParent => Text("traceparent");

    public string? TraceState => Text("tracestate") is { Length: > 0 } state ? state : null;

    public ActivityContext Trace => ActivityContext.TryParse(TraceParent, TraceState, isRemote: true, out var context) ? context : default;

    public static ReceivedEvent Read(TopicMessage message, TopicSubscription subscription, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var body = message.Data;
        if (subscription.IsRaw)
            body = PubSub.CloudEvent.WrapRaw(message.Data, new PubSub.CloudEvent.Envelope(subscription.PubSubName, subscription.Topic, "", null, null, Guid.CreateVersion7(now).ToString(), now));
        try
        {
            var document = ApiJson.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new ReceivedEvent(body, document, now);
            document.Dispose();
        }
        catch (JsonException)
        {
            // Not an envelope.
        }
        return new ReceivedEvent(body, null, now);
    }

    /// <summary>The first route that matches, else the default.</summary>
    public string? Path(TopicSubscription subscription) =>
        subscription.Rules.FirstOrDefault(r => r.Matches(CloudEvent))?.Path ?? subscription.DefaultPath;

    public void Dispose() => document?.Dispose();

    private string? Text(string name) =>
        document is not null && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

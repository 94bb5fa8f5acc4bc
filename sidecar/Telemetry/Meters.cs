using System.Diagnostics.Metrics;

namespace Yilai.Sidecar.Telemetry;

/// <summary>The sidecar's own counters.</summary>
internal static class Meters
{
    private static readonly Meter Meter = new(Spans.Source);
    private static readonly Counter<long> PublishedCounter = Meter.CreateCounter<long>("dapr.pubsub.published", "{event}", "Events accepted of publishers");
    private static readonly Counter<long> DeliveredCounter = Meter.CreateCounter<long>("dapr.pubsub.delivered", "{event}", "Deliveries to subscribers, by outcome");
    private static readonly Counter<long> BindingCounter = Meter.CreateCounter<long>("dapr.bindings.events", "{event}", "Events of input bindings handed to apps, by outcome");

    public static void Published(string pubsub, string topic, int count) =>
        PublishedCounter.Add(count, new("pubsub", pubsub), new("topic", topic));

    public static void Delivered(string appId, string topic, string outcome) =>
        DeliveredCounter.Add(1, new("app_id", appId), new("topic", topic), new("outcome", outcome));

    public static void BindingEvent(string appId, string binding, bool handled) =>
        BindingCounter.Add(1, new("app_id", appId), new("binding", binding), new("outcome", handled ? "handled" : "failed"));
}

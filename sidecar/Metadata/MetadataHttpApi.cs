using System.Text;
using System.Text.Json;
using Yilai.Sidecar.Actors;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.PubSub;

namespace Yilai.Sidecar.Metadata;

/// <summary>/v1.0/metadata: what runs here, and notes of the app.</summary>
internal sealed class MetadataHttpApi(Subscriptions subscriptions, Workflows.WorkflowEngines workflows, ActorRuntimeInfo actors) : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Get, "metadata", call => call.WriteJsonAsync(json => Write(json, call.App))),
        new(ApiRoute.Put, "metadata/{key}", NoteAsync),
    ];

    private static async Task NoteAsync(ApiCall call)
    {
        call.App.Notes[call[0]] = Encoding.UTF8.GetString(await call.BodyAsync());
        await call.NoContent();
    }

    private void Write(Utf8JsonWriter json, AppRuntime app)
    {
        json.WriteStartObject();
        json.WriteString("id", app.AppId);
        json.WriteString("runtimeVersion", RuntimeInfo.Version);
        json.WriteStartArray("components");
        foreach (var component in app.Components.All)
            Write(json, component);
        json.WriteEndArray();
        json.WriteStartObject("extended");
        foreach (var (name, value) in RuntimeInfo.Extended(app))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("subscriptions");
        foreach (var subscription in subscriptions.Of(app))
            Write(json, subscription);
        json.WriteEndArray();
        if (app.Listens)
        {
            json.WriteStartObject("appConnectionProperties");
            json.WriteNumber("port", app.AppPort);
            json.WriteString("protocol", app.Protocol);
            json.WriteString("channelAddress", "127.0.0.1");
            json.WriteEndObject();
        }
        json.WriteStartObject("workflows");
        json.WriteNumber("connectedWorkers", workflows.Find(app.AppId)?.Queue.Workers ?? 0);
        json.WriteEndObject();
        json.WriteStartObject("actorRuntime");
        json.WriteString("runtimeStatus", actors.Status(app).ToString().ToUpperInvariant());
        json.WriteStartArray("activeActors");
        foreach (var (type, count) in actors.Active(app))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteBoolean("hostReady", actors.IsHost(app));
        json.WriteString("placement", ActorRuntimeInfo.Placement(app));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LoadedComponent component)
    {
        json.WriteStartObject();
        json.WriteString("name", component.Name);
        json.WriteString("type", component.Resource.Type);
        json.WriteString("version", component.Resource.Version);
        json.WriteStartArray("capabilities");
        foreach (var capability in component.Instance.Capabilities)
            json.WriteStringValue(capability);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TopicSubscription subscription)
    {
        json.WriteStartObject();
        json.WriteString("pubsubname", subscription.PubSubName);
        json.WriteString("topic", subscription.Topic);
        json.WriteStartArray("rules");
        foreach (var (match, path) in RuntimeInfo.Rules(subscription))
        {
            json.WriteStartObject();
            if (match.Length > 0)
                json.WriteString("match", match);
            json.WriteString("path", path);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (subscription.DeadLetterTopic is { } dead)
            json.WriteString("deadLetterTopic", dead);
        json.WriteString("type", subscription.Origin.ToString().ToUpperInvariant());
        json.WriteEndObject();
    }
}

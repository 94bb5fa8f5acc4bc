using System.Text;
using System.Text.Json;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Yilai.Sidecar.PubSub;

/// <summary>An event as gRPC apps and streams get it: the CloudEvent's attributes as fields, its data as bytes.</summary>
internal static class TopicEventMessage
{
    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "id", "source", "type", "specversion", "datacontenttype", "data", "data_base64", "topic", "pubsubname",
    };

    public static TopicEventRequest Build(JsonElement cloudEvent, TopicSubscription subscription, string path)
    {
        var contentType = Text("datacontenttype");
        var message = new TopicEventRequest
        {
            Id = Text("id"),
            Source = Text("source"),
            Type = Text("type"),
            SpecVersion = Text("specversion"),
            DataContentType = contentType,
            Data = Data(cloudEvent, contentType),
            Topic = subscription.Topic,
            PubsubName = subscription.PubSubName,
            Path = path,
            Extensions = new Struct(),
        };
        foreach (var attribute in cloudEvent.EnumerateObject().Where(a => !Fields.Contains(a.Name)))
            message.Extensions.Fields[attribute.Name] = Extension(attribute.Value.GetRawText());
        return message;

        string Text(string name) => cloudEvent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }

    private static Value Extension(string json)
    {
        try
        {
            return Value.Parser.ParseJson(json);
        }
        catch (IOException)
        {
            return Value.ForString(json); // Deeper than such a message may be, or a number beyond all that it can hold.
        }
    }

    private static ByteString Data(JsonElement cloudEvent, string contentType)
    {
        if (cloudEvent.TryGetProperty("data_base64", out var binary) && binary.ValueKind == JsonValueKind.String && binary.TryGetBytesFromBase64(out var bytes))
            return ByteString.CopyFrom(bytes);
        if (!cloudEvent.TryGetProperty("data", out var data))
            return ByteString.Empty;
        return !CloudEvent.IsJson(CloudEvent.MediaType(contentType)) && data.ValueKind == JsonValueKind.String
            ? ByteString.CopyFromUtf8(data.GetString()!)
            : ByteString.CopyFrom(Encoding.UTF8.GetBytes(data.GetRawText()));
    }
}

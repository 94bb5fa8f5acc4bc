using Grpc.Core;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.PubSub;

/// <summary>The errors of publishing.</summary>
internal static class PubSubErrors
{
    public static ApiError NotConfigured(string name) =>
        Rich(400, StatusCode.FailedPrecondition, "ERR_PUBSUB_NOT_CONFIGURED", $"pubsub {name} is not configured", "DAPR_PUBSUB_NOT_CONFIGURED", name);

    public static ApiError NotFound(string name) =>
        Rich(404, StatusCode.InvalidArgument, "ERR_PUBSUB_NOT_FOUND", $"pubsub {name} is not found", "DAPR_PUBSUB_NOT_FOUND", name);

    public static ApiError NameEmpty() =>
        Rich(404, StatusCode.InvalidArgument, "ERR_PUBSUB_EMPTY", "pubsub name is empty", "DAPR_PUBSUB_NAME_EMPTY", "");

    public static ApiError TopicEmpty(string name) =>
        Rich(404, StatusCode.InvalidArgument, "ERR_TOPIC_NAME_EMPTY", $"topic is empty in pubsub {name}", "DAPR_PUBSUB_TOPIC_NAME_EMPTY", name);

    public static ApiError Forbidden(string name, string topic, string appId) =>
        Rich(403, StatusCode.PermissionDenied, "ERR_PUBSUB_FORBIDDEN", $"topic {topic} is not allowed for app id {appId}", "DAPR_PUBSUB_FORBIDDEN", name);

    public static ApiError Envelope(string name, Exception error) =>
        Rich(500, StatusCode.InvalidArgument, "ERR_PUBSUB_CLOUD_EVENTS_SER", $"cannot create cloudevent: {error.Message}", "DAPR_PUBSUB_CLOUD_EVENT_CREATION", name);

    public static ApiError Publish(string name, string topic, Exception error) =>
        Rich(500, StatusCode.Internal, "ERR_PUBSUB_PUBLISH_MESSAGE", $"error when publish to topic {topic} in pubsub {name}: {error.Message}", "DAPR_PUBSUB_PUBLISH_MESSAGE", name);

    public static ApiError Entries(string name, string topic, string reason) =>
        Rich(400, StatusCode.InvalidArgument, "ERR_PUBSUB_EVENTS_SER", $"error when unmarshaling the request for topic {topic} pubsub {name}: {reason}", "DAPR_PUBSUB_MARSHAL_EVENTS", name);

    private static ApiError Rich(int status, StatusCode rpc, string code, string message, string reason, string name) =>
        new(status, rpc, code, message) { Reason = reason, Resource = ("pubsub", name) };
}

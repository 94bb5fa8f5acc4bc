using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Apps;

/// <summary>The methods that the sidecar calls of apps that speak gRPC.</summary>
internal static class AppMethods
{
    public static readonly Method<InvokeRequest, InvokeResponse> OnInvoke = Of<InvokeRequest, InvokeResponse>(AppCallback.Descriptor, nameof(OnInvoke));
    public static readonly Method<Empty, ListTopicSubscriptionsResponse> ListTopicSubscriptions = Of<Empty, ListTopicSubscriptionsResponse>(AppCallback.Descriptor, nameof(ListTopicSubscriptions));
    public static readonly Method<TopicEventRequest, TopicEventResponse> OnTopicEvent = Of<TopicEventRequest, TopicEventResponse>(AppCallback.Descriptor, nameof(OnTopicEvent));
    public static readonly Method<TopicEventBulkRequest, TopicEventBulkResponse> OnBulkTopicEvent = Of<TopicEventBulkRequest, TopicEventBulkResponse>(AppCallback.Descriptor, nameof(OnBulkTopicEvent));
    public static readonly Method<TopicEventBulkRequest, TopicEventBulkResponse> OnBulkTopicEventAlpha1 = Of<TopicEventBulkRequest, TopicEventBulkResponse>(AppCallbackAlpha.Descriptor, nameof(OnBulkTopicEventAlpha1));
    public static readonly Method<Empty, ListInputBindingsResponse> ListInputBindings = Of<Empty, ListInputBindingsResponse>(AppCallback.Descriptor, nameof(ListInputBindings));
    public static readonly Method<BindingEventRequest, BindingEventResponse> OnBindingEvent = Of<BindingEventRequest, BindingEventResponse>(AppCallback.Descriptor, nameof(OnBindingEvent));
    public static readonly Method<Empty, HealthCheckResponse> HealthCheck = Of<Empty, HealthCheckResponse>(AppCallbackHealthCheck.Descriptor, nameof(HealthCheck));

    private static Method<TRequest, TResponse> Of<TRequest, TResponse>(Google.Protobuf.Reflection.ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(MethodType.Unary, service.FullName, name, GrpcMarshaller<TRequest>.Instance, GrpcMarshaller<TResponse>.Instance);
}

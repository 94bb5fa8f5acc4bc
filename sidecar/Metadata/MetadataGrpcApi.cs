using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Yilai.Sidecar.Actors;
using Yilai.Sidecar.PubSub;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Metadata;

/// <summary>The metadata and shutdown methods of the gRPC API.</summary>
internal sealed class MetadataGrpcApi(Subscriptions subscriptions, Workflows.WorkflowEngines workflows, ActorRuntimeInfo actors, AppShutdown shutdown) : IGrpcApi
{
    public void Bind(GrpcMethods methods)
    {
        methods.Unary<GetMetadataRequest, GetMetadataResponse>("GetMetadata", (call, _) => Task.FromResult(Describe(call)));
        methods.Unary<SetMetadataRequest, Empty>("SetMetadata", (call, request) =>
        {
            call.App.Notes[request.Key] = request.Value;
            return Task.FromResult(new Empty());
        });
        methods.Unary<ShutdownRequest, Empty>("Shutdown", (call, _) =>
        {
            shutdown.Begin(call.App);
            return Task.FromResult(new Empty());
        });
    }

    private GetMetadataResponse Describe(GrpcCall call)
    {
        var app = call.App;
        var response = new GetMetadataResponse
        {
            Id = app.AppId,
            RuntimeVersion = RuntimeInfo.Version,
            ActorRuntime = new ActorRuntime { RuntimeStatus = actors.Status(app), HostReady = actors.IsHost(app), Placement = ActorRuntimeInfo.Placement(app) },
        };
        response.ActorRuntime.ActiveActors.AddRange(actors.Active(app).Select(a => new ActiveActorsCount { Type = a.Type, Count = a.Count }));
        foreach (var (name, value) in RuntimeInfo.Extended(app))
            response.ExtendedMetadata[name] = value;
        foreach (var component in app.Components.All)
        {
            var registered = new RegisteredComponents { Name = component.Name, Type = component.Resource.Type, Version = component.Resource.Version };
            registered.Capabilities.AddRange(component.Instance.Capabilities);
            response.RegisteredComponents.Add(registered);
        }
        if (app.Listens)
            response.AppConnectionProperties = new AppConnectionProperties { Port = app.AppPort, Protocol = app.Protocol, ChannelAddress = "127.0.0.1" };
        response.Workflows = new MetadataWorkflows { ConnectedWorkers = workflows.Find(app.AppId)?.Queue.Workers ?? 0 };
        response.Subscriptions.AddRange(subscriptions.Of(app).Select(Describe));
        return response;
    }

    private static PubsubSubscription Describe(TopicSubscription subscription)
    {
        var rules = new PubsubSubscriptionRules();
        rules.Rules.AddRange(RuntimeInfo.Rules(subscription).Select(r => new PubsubSubscriptionRule { Match = r.Match, Path = r.Path }));
        return new PubsubSubscription
        {
            PubsubName = subscription.PubSubName,
            Topic = subscription.Topic,
            DeadLetterTopic = subscription.DeadLetterTopic ?? "",
            Rules = rules,
            Type = subscription.Origin == SubscriptionOrigin.Declarative ? PubsubSubscriptionType.Declarative : PubsubSubscriptionType.Programmatic,
        };
    }
}

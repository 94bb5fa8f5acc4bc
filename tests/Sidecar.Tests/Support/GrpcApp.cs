using System.Collections.Concurrent;
using System.Net;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yilai.Hosting;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>An app that speaks gRPC, with the official stubs, and remembers what it gets.</summary>
public sealed class GrpcApp : IAsyncDisposable
{
    private WebApplication host = null!;

    public int Port { get; } = FreePorts.Any();

    public ConcurrentQueue<TopicEventRequest> Events { get; } = new();

    public ConcurrentQueue<TopicEventBulkRequest> Bulks { get; } = [];

    public ConcurrentQueue<string> Bindings { get; } = new();

    public bool IsWell { get; set; } = true;

    public int HealthChecks { get; set; }

    public static async Task<GrpcApp> StartAsync()
    {
        var app = new GrpcApp();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, app.Port, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(app);
        app.host = builder.Build();
        app.host.MapGrpcService<Callback>();
        app.host.MapGrpcService<Health>();
        app.host.MapGrpcService<Alpha>();
        await app.host.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await host.StopAsync(now.Token);
        await host.DisposeAsync();
    }
}

internal sealed class Alpha(GrpcApp app) : AppCallbackAlpha.AppCallbackAlphaBase
{
    [Obsolete("As the stub says; older apps have only this.")]
    public override Task<TopicEventBulkResponse> OnBulkTopicEventAlpha1(TopicEventBulkRequest request, ServerCallContext context)
    {
        app.Bulks.Enqueue(request);
        // Of what is to be tried again, it says nothing the first time.
        return Task.FromResult(new TopicEventBulkResponse
        {
            Statuses =
            {
                request.Entries.Where(e => app.Bulks.Count > 1 || !e.CloudEvent.Data.ToStringUtf8().Contains("retry", StringComparison.Ordinal))
                    .Select(e => new TopicEventBulkResponseEntry { EntryId = e.EntryId, Status = TopicEventResponse.Types.TopicEventResponseStatus.Success }),
            },
        });
    }
}

internal sealed class Health(GrpcApp app) : AppCallbackHealthCheck.AppCallbackHealthCheckBase
{
    public override Task<HealthCheckResponse> HealthCheck(Empty request, ServerCallContext context)
    {
        app.HealthChecks++;
        return app.IsWell ? Task.FromResult(new HealthCheckResponse()) : throw new RpcException(new Status(StatusCode.Internal, "unwell"));
    }
}

internal sealed class Callback(GrpcApp app) : AppCallback.AppCallbackBase
{
    public override Task<InvokeResponse> OnInvoke(InvokeRequest request, ServerCallContext context)
    {
        if (request.Method.StartsWith("fail/", StringComparison.Ordinal))
            throw new RpcException(new Status(System.Enum.Parse<StatusCode>(request.Method[5..]), "not today"));
        if (request.Method == "typed")
            return Task.FromResult(new InvokeResponse { Data = Any.Pack(new StringValue { Value = request.Data.Unpack<StringValue>().Value + "!" }) });
        var said = $"{request.HttpExtension.Verb} {request.Method} {request.HttpExtension.Querystring} {request.ContentType} {request.Data.Value.ToStringUtf8()} "
            + $"{context.RequestHeaders.GetValue("x-mine")} {context.RequestHeaders.GetValue("dapr-api-token")}";
        return Task.FromResult(new InvokeResponse { Data = new Any { Value = ByteString.CopyFromUtf8(said) }, ContentType = "text/plain" });
    }

    public override Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context) => Task.FromResult(new ListTopicSubscriptionsResponse
    {
        Subscriptions =
        {
            new Dapr.AppCallback.Autogen.Grpc.v1.TopicSubscription
            {
                PubsubName = "pubsub", Topic = "t",
                Routes = new TopicRoutes { Rules = { new TopicRule { Match = "event.data.kind == \"big\"", Path = "/big" } }, Default = "/other" },
            },
            new Dapr.AppCallback.Autogen.Grpc.v1.TopicSubscription
            {
                PubsubName = "pubsub", Topic = "many", Routes = new TopicRoutes { Default = "/many" },
                BulkSubscribe = new BulkSubscribeConfig { Enabled = true, MaxMessagesCount = 3, MaxAwaitDurationMs = 2000 },
            },
        },
    });

    public override Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context)
    {
        var isFirst = app.Events.All(e => e.Id != request.Id);
        app.Events.Enqueue(request);
        var data = request.Data.ToStringUtf8();
        return Task.FromResult(new TopicEventResponse
        {
            Status = data.Contains("drop", StringComparison.Ordinal) ? TopicEventResponse.Types.TopicEventResponseStatus.Drop
                : isFirst && data.Contains("retry", StringComparison.Ordinal) ? TopicEventResponse.Types.TopicEventResponseStatus.Retry
                : TopicEventResponse.Types.TopicEventResponseStatus.Success,
        });
    }

    public override Task<ListInputBindingsResponse> ListInputBindings(Empty request, ServerCallContext context) => Task.FromResult(new ListInputBindingsResponse { Bindings = { "tick" } });

    public override Task<BindingEventResponse> OnBindingEvent(BindingEventRequest request, ServerCallContext context)
    {
        app.Bindings.Enqueue(request.Name);
        return Task.FromResult(new BindingEventResponse());
    }
}

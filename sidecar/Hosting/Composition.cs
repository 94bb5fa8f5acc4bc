using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yilai.Sidecar.Actors;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Bindings;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Invocation;
using Yilai.Sidecar.Metadata;
using Yilai.Sidecar.PubSub;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Resources;
using Yilai.Sidecar.Rpc;
using Yilai.Sidecar.Secrets;
using Yilai.Sidecar.State;
using Yilai.Sidecar.Telemetry;
using Yilai.Sidecar.Unconfigured;
using Yilai.Sidecar.Workflows;

namespace Yilai.Sidecar.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class Composition
{
    public static WebApplication Build(SidecarOptions options, ResourceSet resources)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "sidecar", ContentRootPath = AppContext.BaseDirectory });
        // Addresses come from the options alone; ASPNETCORE_URLS is the apps'.
        builder.WebHost.UseSetting(WebHostDefaults.PreferHostingUrlsKey, "false").UseSetting(WebHostDefaults.ServerUrlsKey, null);
        builder.AddSidecarTelemetry(options);
        var services = builder.Services;
        services.Configure<HostOptions>(h => h.ShutdownTimeout = TimeSpan.FromSeconds(5));
        services.AddSingleton(options).AddSingleton(options.Clock).AddSingleton(resources).AddSingleton<SidecarMetrics>();
        services.AddSingleton<AppDirectory>().AddSingleton<AppHttp>().AddSingleton<GrpcAppChannel>().AddSingleton<ComponentSet>().AddSingleton<ComponentLoader>();
        services.AddSingleton<Listeners>().AddSingleton<ApiToken>().AddSingleton<ApiRouter>();
        services.AddOptions<KestrelServerOptions>().Configure<Listeners, AppDirectory>((server, listeners, apps) => listeners.Configure(server, apps));
        services.AddHttpForwarder();
        services.AddSingleton<AppCallers>().AddSingleton<HttpInvocation>().AddSingleton<GrpcAppInvocation>().AddSingleton<GrpcProxy>().AddSingleton<IGrpcApi, GrpcInvocation>();
        services.AddSingleton<IHttpApi, StateHttpApi>().AddSingleton<IGrpcApi, StateGrpcApi>();
        services.AddSingleton<SecretOperations>().AddSingleton<IHttpApi, SecretHttpApi>().AddSingleton<IGrpcApi, SecretGrpcApi>();
        services.AddSingleton<Publisher>().AddSingleton<IHttpApi, PublishHttpApi>().AddSingleton<IGrpcApi, PublishGrpcApi>();
        services.AddSingleton<SubscriptionDiscovery>().AddSingleton<ResiliencyPolicies>();
        services.AddSingleton<Subscriptions>().AddSingleton<IAppService>(s => s.GetRequiredService<Subscriptions>()).AddSingleton<IGrpcApi, StreamingSubscriptions>();
        services.AddSingleton<IHttpApi, BindingHttpApi>().AddSingleton<IGrpcApi, BindingGrpcApi>().AddSingleton<IAppService, InputBindings>();
        services.AddActors();
        services.AddSingleton<IHttpApi, HealthHttpApi>().AddSingleton<IHttpApi, MetadataHttpApi>().AddSingleton<IGrpcApi, MetadataGrpcApi>();
        services.AddSingleton<IHttpApi, UnconfiguredBlocks>();
        services.AddSingleton<WorkflowEngines>().AddHostedService(s => s.GetRequiredService<WorkflowEngines>()).AddSingleton<IGrpcApi, TaskHubApi>();
        services.AddSingleton<WorkflowOperations>().AddSingleton<IHttpApi, WorkflowHttpApi>().AddSingleton<IGrpcApi, WorkflowGrpcApi>();
        services.AddSingleton<AppShutdown>().AddSingleton<IHttpApi, ShutdownHttpApi>();
        services.AddSingleton<AppChannel>().AddSingleton<AppHealth>().AddHostedService<AppMonitor>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = (int)Math.Min(options.MaxBodySize, int.MaxValue);
            grpc.MaxSendMessageSize = null;
            grpc.IgnoreUnknownServices = true; // They are apps'; see GrpcProxy.
            grpc.Interceptors.Add<GrpcToken>();
        });
        services.AddSingleton<DaprService>().AddSingleton<GrpcToken>().AddSingleton<IServiceMethodProvider<DaprService>, DaprServiceMethods>();

        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Features.Get<SidecarPort>() is not { } port)
                return context.RequestServices.GetRequiredService<SidecarMetrics>().ShowAsync(context);
            if (port.App.IsShutDown && !context.Request.Path.StartsWithSegments("/v1.0/healthz"))
            {
                context.Abort(); // To its app, this sidecar is gone.
                return Task.CompletedTask;
            }
            if (!port.IsGrpc)
                return context.RequestServices.GetRequiredService<ApiRouter>().HandleAsync(context, port.App);
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null; // A message is limited, not a stream of them.
            return next(context);
        });
        app.UseRouting();
        app.MapGrpcService<DaprService>();
        app.MapFallback("{**method}", app.Services.GetRequiredService<GrpcProxy>().HandleAsync);
        return app;
    }
}

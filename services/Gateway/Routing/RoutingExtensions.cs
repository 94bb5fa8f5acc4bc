using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yilai.Gateway.Tokens;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Gateway.Routing;

/// <summary>Public paths go to the services by Dapr invocation through the gateway's own sidecar; the rest goes to the frontend.</summary>
internal static class RoutingExtensions
{
    private const string Sidecar = "sidecar";
    private const string Frontend = "frontend";

    /// <summary>How long a connection may be silent; a stream of events sends something more often than that.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    public static void AddPublicRoutes(this WebApplicationBuilder builder)
    {
        var frontend = FrontendAddress(builder.Configuration);
        List<RouteConfig> routes = [.. PublicRoute.All.Select(ToConfig)];
        List<ClusterConfig> clusters = [Cluster(Sidecar, builder.Configuration.GetSidecarHttpAddress())];
        if (frontend is not null)
        {
            routes.Add(new RouteConfig { RouteId = Frontend, ClusterId = Frontend, Order = int.MaxValue, Match = new RouteMatch { Path = "{**path}" } });
            clusters.Add(Cluster(Frontend, frontend));
        }

        builder.Services.AddReverseProxy()
            .LoadFromMemory(routes, clusters)
            .AddTransforms(context =>
            {
                context.UseDefaultForwarders = false;
                var route = PublicRoute.All.FirstOrDefault(r => r.Path == context.Route.RouteId);
                context.RequestTransforms.Add(new OutgoingRequest(route, builder.Configuration.GetSidecarToken()));
                if (route is not null)
                {
                    context.ResponseTransforms.Add(new SidecarErrors());
                }
            });
    }

    public static void MapPublicRoutes(this WebApplication app)
    {
        foreach (var path in PublicRoute.Closed)
        {
            app.Map(path, () => Problems.NotFound("not-found", "没有这个地址。")).ExcludeFromDescription();
        }

        if (FrontendAddress(app.Configuration) is null)
        {
            app.MapFallback("{**path}", () => Problems.NotFound("not-found", "门户未随平台启动（--no-frontend）；接口说明见 /openapi/v1.json。"))
                .ExcludeFromDescription();
        }

        app.MapReverseProxy(proxy =>
        {
            proxy.Use(TokensExtensions.RefuseBadTokensAsync);
            proxy.Use(NeighbourAway.AnswerAsync);
        });
    }

    private static string? FrontendAddress(IConfiguration configuration) =>
        configuration["FRONTEND_URL"] is { Length: > 0 } url ? url : null;

    private static RouteConfig ToConfig(PublicRoute route) =>
        new() { RouteId = route.Path, ClusterId = Sidecar, Match = new RouteMatch { Path = route.Path } };

    private static ClusterConfig Cluster(string name, string address) => new()
    {
        ClusterId = name,
        Destinations = new Dictionary<string, DestinationConfig> { [name] = new() { Address = address } },
        HttpRequest = new ForwarderRequestConfig { Version = new Version(1, 1), ActivityTimeout = Silence },
    };
}

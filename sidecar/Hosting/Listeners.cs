using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.Hosting;

/// <summary>Two ports an app, on the loopback address, and one for all that shows what is counted.</summary>
internal sealed class Listeners(SidecarOptions options)
{
    private readonly List<(SidecarApp App, ListenOptions Http, ListenOptions Grpc)> listening = [];
    private ListenOptions? metrics;

    public void Configure(KestrelServerOptions server, AppDirectory apps)
    {
        server.AddServerHeader = false;
        server.AllowAlternateSchemes = true; // See PriorKnowledge.
        server.Limits.MaxRequestBodySize = options.MaxBodySize;
        // Streams may rest for as long as they like.
        server.Limits.MinRequestBodyDataRate = null;
        server.Limits.MinResponseDataRate = null;
        server.Limits.Http2.MaxStreamsPerConnection = 1024;
        server.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        server.Limits.Http2.InitialStreamWindowSize = 512 * 1024;
        foreach (var app in options.Apps)
        {
            var runtime = apps[app.AppId];
            var http = Listen(server, app.HttpPort, HttpProtocols.Http1AndHttp2, new SidecarPort(runtime, IsGrpc: false));
            var grpc = Listen(server, app.GrpcPort, HttpProtocols.Http2, new SidecarPort(runtime, IsGrpc: true));
            listening.Add((app, http, grpc));
        }
        if (options.MetricsPort is { } port)
            server.Listen(options.MetricsAddress, port, listen => (metrics = listen).Protocols = HttpProtocols.Http1);
    }

    /// <summary>The apps with the ports that were really bound.</summary>
    public IReadOnlyList<SidecarApp> Bound =>
        [.. listening.Select(l => l.App with { HttpPort = l.Http.IPEndPoint!.Port, GrpcPort = l.Grpc.IPEndPoint!.Port })];

    public int? MetricsPort => metrics?.IPEndPoint!.Port;

    private static ListenOptions Listen(KestrelServerOptions server, int port, HttpProtocols protocols, SidecarPort feature)
    {
        ListenOptions? listener = null;
        server.Listen(IPAddress.Loopback, port, listen =>
        {
            listener = listen;
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                connection.Features.Set(feature);
                return next(connection);
            });
            if (protocols == HttpProtocols.Http1AndHttp2)
                listen.Use(PriorKnowledge.Detect);
        });
        return listener!;
    }
}

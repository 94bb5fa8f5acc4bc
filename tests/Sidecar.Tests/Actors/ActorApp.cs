using System.Net;
using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Yilai.Sidecar.Tests.Actors;

/// <summary>An app that hosts actors with the official SDK, and a client of its sidecar.</summary>
public sealed class ActorApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private ActorApp(WebApplication app, Journal journal, int httpPort)
    {
        this.app = app;
        Journal = journal;
        HttpPort = httpPort;
        Proxies = new ActorProxyFactory(new ActorProxyOptions { HttpEndpoint = $"http://127.0.0.1:{httpPort}" });
    }

    public Journal Journal { get; }

    public int Port { get; private init; }

    /// <summary>Where its sidecar is.</summary>
    public int HttpPort { get; }

    public ActorProxyFactory Proxies { get; }

    public ICounter Counter(string id) => Proxies.CreateActorProxy<ICounter>(new ActorId(id), nameof(CounterActor));

    public static async Task<ActorApp> StartAsync(int httpPort, Action<ActorRuntimeOptions>? configure = null, int port = 0, Journal? journal = null)
    {
        journal ??= new Journal();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton(journal);
        builder.Services.AddActors(actors =>
        {
            actors.HttpEndpoint = $"http://127.0.0.1:{httpPort}";
            actors.Actors.RegisterActor<CounterActor>();
            configure?.Invoke(actors);
        });
        var app = builder.Build();
        app.MapActorsHandlers();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new ActorApp(app, journal, httpPort) { Port = new Uri(address).Port };
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Yilai.Gateway.Tests.Support;

/// <summary>Every service behind the sidecar, and the frontend, played by one Kestrel that says what it was asked.</summary>
internal sealed class StubServices : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubServices(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>What identity publishes.</summary>
    public TestKeys Keys { get; } = new();

    /// <summary>How often each path was asked for.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    /// <summary>Answers other than the echo, by path.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Answers { get; } = new();

    public static async Task<StubServices> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var stub = new StubServices(app);
        app.UseWebSockets();
        app.Run(stub.AnswerAsync);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Calls.AddOrUpdate(path, 1, (_, n) => n + 1);
        if (Answers.TryGetValue(path, out var answer))
        {
            await answer(context);
        }
        else if (path == "/.well-known/jwks.json")
        {
            await context.Response.WriteAsJsonAsync(Keys.ToJwks());
        }
        else
        {
            await EchoAsync(context);
        }
    }

    private static async Task EchoAsync(HttpContext context)
    {
        long length = 0;
        var buffer = new byte[64 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            length += read;
        }

        await context.Response.WriteAsJsonAsync(new Echo(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToArray().Select(v => v ?? "").ToArray()),
            length));
    }

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}

/// <summary>What a service was asked.</summary>
internal sealed record Echo(string Method, string Target, Dictionary<string, string[]> Headers, long Length)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values[0] : null;

    public string? AppId => Header("dapr-callee-app-id");

    public string? UserId => Header("yilai-user-id");
}

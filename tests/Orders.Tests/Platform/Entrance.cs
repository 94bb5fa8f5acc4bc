using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yilai.Orders.Tests.Platform;

/// <summary>The gateway's part: passes on what the payment provider posts, as the sidecar would, and keeps it for tests that repeat it.</summary>
internal sealed class Entrance : IAsyncDisposable
{
    private readonly WebApplication app;

    private Entrance(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First() + "/");

    /// <summary>The forms that came, newest last.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<byte[]> Notifications { get; } = new();

    /// <summary>Whether notifications are lost on their way.</summary>
    public bool IsClosed { get; set; }

    public static async Task<Entrance> OpenAsync(HttpClient orders)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var entrance = new Entrance(app);
        app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer);
            if (entrance.IsClosed)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            entrance.Notifications.Enqueue(buffer.ToArray());
            using var content = FormOf(buffer.ToArray());
            using var answer = await orders.PostAsync(request.Path, content);
            return Results.Text(await answer.Content.ReadAsStringAsync(), statusCode: (int)answer.StatusCode);
        });
        await app.StartAsync();
        return entrance;
    }

    public static ByteArrayContent FormOf(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/x-www-form-urlencoded") { CharSet = "utf-8" };
        return content;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

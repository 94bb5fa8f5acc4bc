using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Routing;

public sealed class StreamTests(Platform platform) : IClassFixture<Platform>
{
    [Fact]
    public async Task Get_ServerSentEvents_ArriveOneByOne()
    {
        var read = new SemaphoreSlim(0);
        platform.Services.Answers["/api/orders/1/queue/stream"] = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            // The second is sent only when the first has been read, which a buffering proxy would never allow.
            await read.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("data: 2\n\n");
        };
        using var reader = new StreamReader(await platform.Client.GetStreamAsync(new Uri("/api/orders/1/queue/stream", UriKind.Relative)));

        var first = await reader.ReadLineAsync();
        read.Release();
        await reader.ReadLineAsync();

        Assert.Equal(("data: 1", "data: 2"), (first, await reader.ReadLineAsync()));
    }

    [Fact]
    public async Task Connect_WebSocketOfTheFrontend_PassesThrough()
    {
        platform.Frontend.Answers["/socket"] = async context =>
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            await accepted.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await accepted.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        };
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(platform.Client.BaseAddress!) { Scheme = "ws", Path = "/socket" }.Uri, CancellationToken.None);

        var buffer = new byte[16];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, message.Count));
    }
}

using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests;

public sealed class GrpcProxyTests
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);
    private static readonly Method<byte[], byte[]> Echo = new(MethodType.DuplexStreaming, "test.Echo", "Stream", Bytes, Bytes);
    private static readonly Method<byte[], byte[]> Broken = new(MethodType.Unary, "test.Echo", "Broken", Bytes, Bytes);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proxy_DuplexStream_CarriesMessagesHeadersTrailersBothWaysAsTheyCome()
    {
        await using var app = await StartAppAsync();
        await using var sidecar = await TestSidecar.StartAsync("", o => o with { AppApiToken = "for-apps" }, ("caller", 0), ("target", app.Port));
        using var channel = Channel(sidecar);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Echo, null, Options(("dapr-app-id", "target"), ("x-mine", "7")));

        await call.RequestStream.WriteAsync([1, 2, 3], Cancellation);
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        Assert.Equal([1, 2, 3], call.ResponseStream.Current);
        await call.RequestStream.WriteAsync([4], Cancellation);
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Cancellation));

        var headers = await call.ResponseHeadersAsync;
        Assert.Equal("7", headers.GetValue("seen-mine"));
        Assert.Equal("for-apps", headers.GetValue("seen-token"));
        Assert.Equal("caller", headers.GetValue("seen-caller"));
        Assert.Equal("", headers.GetValue("seen-app-id") ?? "");
        Assert.Equal("end", call.GetTrailers().GetValue("x-trailer"));
    }

    [Fact]
    public async Task Proxy_StreamLongerThanAMessageMayBe_GoesOn()
    {
        await using var app = await StartAppAsync();
        await using var sidecar = await TestSidecar.StartAsync("", o => o with { MaxBodySize = 100_000 }, ("caller", 0), ("target", app.Port));
        using var channel = Channel(sidecar);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Echo, null, Options(("dapr-app-id", "target")));

        for (var n = 0; n < 5; n++)
        {
            await call.RequestStream.WriteAsync(new byte[50_000], Cancellation);
            Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        }
    }

    [Fact]
    public async Task Proxy_AppThatFails_GivesItsStatusAndText()
    {
        await using var app = await StartAppAsync();
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", app.Port));

        var error = await FailAsync(sidecar, ("dapr-app-id", "target"));

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("not today", error.Status.Detail);
    }

    [Theory]
    [InlineData(null, StatusCode.Unknown, "dapr-callee-app-id or dapr-app-id not found")]
    [InlineData("nobody", StatusCode.Internal, "no app of that id is known")]
    [InlineData("absent", StatusCode.Unavailable, "cannot be reached")]
    public async Task Proxy_WithoutATargetThatAnswers_SaysWhy(string? target, StatusCode status, string text)
    {
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("absent", FreePorts.Any()));

        var error = target is null ? await FailAsync(sidecar) : await FailAsync(sidecar, ("dapr-app-id", target));

        Assert.Equal(status, error.StatusCode);
        Assert.Contains(text, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_WithoutTheApiToken_IsUnauthenticated()
    {
        await using var sidecar = await TestSidecar.StartAsync("", o => o with { DaprApiToken = "secret" }, ("caller", 0));

        Assert.Equal(StatusCode.Unauthenticated, (await FailAsync(sidecar, ("dapr-app-id", "caller"))).StatusCode);
    }

    /// <summary>A gRPC app: what comes goes back, frame by frame.</summary>
    private static Task<TestApp> StartAppAsync() => TestApp.StartAsync(
        app =>
        {
            app.MapPost("/test.Echo/Stream", async (HttpContext context) =>
            {
                context.Response.ContentType = "application/grpc";
                foreach (var (shown, name) in new[] { ("seen-mine", "x-mine"), ("seen-token", "dapr-api-token"), ("seen-caller", "dapr-caller-app-id"), ("seen-app-id", "dapr-app-id") })
                    context.Response.Headers[shown] = context.Request.Headers[name];
                await context.Response.StartAsync(context.RequestAborted);
                var buffer = new byte[1024];
                for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
                {
                    await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }
                context.Response.AppendTrailer("grpc-status", "0");
                context.Response.AppendTrailer("x-trailer", "end");
            });
            app.MapPost("/test.Echo/Broken", (HttpContext context) =>
            {
                context.Response.ContentType = "application/grpc";
                context.Response.Headers["grpc-status"] = "9";
                context.Response.Headers["grpc-message"] = "not today";
            });
        },
        protocols: HttpProtocols.Http2);

    private static async Task<RpcException> FailAsync(TestSidecar sidecar, params (string, string)[] metadata)
    {
        using var channel = Channel(sidecar);
        return await Assert.ThrowsAsync<RpcException>(async () => await channel.CreateCallInvoker().AsyncUnaryCall(Broken, null, Options(metadata), [1]));
    }

    private static GrpcChannel Channel(TestSidecar sidecar) => GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.Ports("caller").GrpcPort}");

    private static CallOptions Options(params (string Name, string Value)[] metadata)
    {
        var headers = new global::Grpc.Core.Metadata();
        foreach (var (name, value) in metadata)
            headers.Add(name, value);
        return new CallOptions(headers, cancellationToken: Cancellation);
    }
}

using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Yilai.Bench.Support;

/// <summary>The least that a hop can be: YARP's forwarder without routes, transforms or logs.</summary>
internal static class PlainHop
{
    public static async Task RunAsync(string port, string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddHttpForwarder();
        await using var app = builder.Build();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        using var pool = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        });
        app.Map("/{**path}", async context => await forwarder.SendAsync(context, target, pool));
        await app.RunAsync();
    }
}

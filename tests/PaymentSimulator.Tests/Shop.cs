using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

/// <summary>Where the merchant takes notifications: notes each, whatever it answers.</summary>
internal sealed class Shop(WebApplication app) : IAsyncDisposable
{
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Notifications { get; } = new();

    /// <summary>What is answered, by the number of notifications before.</summary>
    public Func<int, string> Answer { get; set; } = _ => "success";

    public Uri NotifyUrl => new(new Uri(app.Urls.Single()), "/notify?from=alipay");

    public static async Task<Shop> OpenAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var shop = new Shop(app);
        app.MapPost("/notify", shop.HandleAsync);
        app.MapGet("/paid", () => "thank you");
        await app.StartAsync();
        return shop;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<string> HandleAsync(HttpRequest request)
    {
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", request.ContentType);
        var parameters = (await request.ReadFormAsync()).ToDictionary(p => p.Key, p => p.Value.ToString());
        var isProviders = AlipaySignature.Verify(AlipaySignature.ContentOfNotification(parameters), parameters["sign"], TestKeys.Provider);
        parameters["verified"] = isProviders ? "yes" : "no";
        var before = Notifications.Count;
        Notifications.Enqueue(parameters);
        return Answer(before);
    }
}

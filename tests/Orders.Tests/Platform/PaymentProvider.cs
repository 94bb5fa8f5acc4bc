using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Yilai.PaymentSimulator;
using Yilai.TestSupport;

namespace Yilai.Orders.Tests.Platform;

/// <summary>The payment simulator on the tests' clock, which knows the platform by its keys.</summary>
internal sealed class PaymentProvider : IAsyncDisposable
{
    private readonly WebApplication app;

    private PaymentProvider(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public Uri Gateway => new(Http.BaseAddress!, "gateway.do");

    public static async Task<PaymentProvider> StartAsync(string folder, FakeTimeProvider clock)
    {
        var keys = Path.Combine(folder, "payment-keys.json");
        await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(new
        {
            appId = TestPaymentKeys.AppId,
            privateKey = TestPaymentKeys.ProviderPrivate,
            merchantPublicKey = TestPaymentKeys.PlatformPublic,
        }));
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["PAYMENT_KEYS_FILE"] = keys;
        builder.Configuration["PAYMENT_BOOKS"] = Path.Combine(folder, "payment-books.db");
        builder.AddSimulator();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Logging.ClearProviders();
        var app = builder.Build().UseSimulator();
        await app.StartAsync();
        return new PaymentProvider(app);
    }

    /// <summary>What the button of the payment's page does.</summary>
    public async Task<HttpStatusCode> ActAsync(string payUrl, string action)
    {
        using var form = new FormUrlEncodedContent([new("action", action)]);
        using var answer = await Http.PostAsync(new Uri(payUrl), form);
        return answer.StatusCode;
    }

    public async Task SetFaultsAsync(object faults)
    {
        using var answer = await Http.PutAsJsonAsync("simulator/faults", faults);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The provider's books, of one of the platform's payments: state, paid, given back.</summary>
    public async Task<(string? Status, decimal Refunded)> BooksAsync(string outTradeNo)
    {
        var books = (await Http.GetFromJsonAsync<JsonObject>("simulator/books"))!;
        var payment = books["payments"]!.AsArray().SingleOrDefault(p => (string?)p!["outTradeNo"] == outTradeNo);
        var refunds = books["refunds"]!.AsArray().Where(r => (string?)r!["outTradeNo"] == outTradeNo).Sum(r => (decimal)r!["amount"]!);
        return ((string?)payment?["status"], refunds);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

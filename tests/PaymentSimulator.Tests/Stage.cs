using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Yilai.PaymentSimulator.Notifications;

namespace Yilai.PaymentSimulator.Tests;

/// <summary>The simulator and a shop, both listening, with one clock.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private WebApplication simulator = null!;

    /// <summary>Nine in the morning in China.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 1, 0, 0, TimeSpan.Zero));

    public Shop Shop { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public Merchant Merchant { get; private set; } = null!;

    public static async Task<Stage> SetAsync(string? waits = null)
    {
        var stage = new Stage { Shop = await Shop.OpenAsync() };
        stage.folder.Write("keys.json", TestKeys.Json);
        await stage.StartAsync(waits);
        return stage;
    }

    /// <summary>Ends the simulator and starts it again on the same books.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync(null);
    }

    /// <summary>Lets time pass until it holds; while something is being sent only if told so, since the shop's patience is of that time too.</summary>
    public async Task WaitAsync(Func<Task<bool>> holds, TimeSpan? pace = null, bool evenWhileSending = false)
    {
        var notifier = simulator.Services.GetServices<IHostedService>().OfType<Notifier>().Single();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            if (evenWhileSending || !notifier.IsBusy)
            {
                Time.Advance(pace ?? TimeSpan.FromMilliseconds(200));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    public Task WaitAsync(Func<bool> holds, TimeSpan? pace = null) => WaitAsync(() => Task.FromResult(holds()), pace);

    /// <summary>Waits until no notification is due any more.</summary>
    public Task WaitForQuietAsync(bool evenWhileSending = false) => WaitAsync(
        async () => (await Http.GetFromJsonAsync<JsonElement>("/simulator/notifications")).GetProperty("waiting").GetInt64() == 0,
        evenWhileSending: evenWhileSending);

    public async Task SetFaultsAsync(string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.PutAsync(new Uri("/simulator/faults", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Shop.DisposeAsync();
        folder.Dispose();
    }

    private async Task StartAsync(string? waits)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["PAYMENT_KEYS_FILE"] = folder.File("keys.json");
        builder.Configuration["PAYMENT_BOOKS"] = folder.File("books.db");
        builder.Configuration["PAYMENT_NOTIFY_WAITS"] = waits;
        builder.AddSimulator();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Logging.ClearProviders();
        simulator = builder.Build().UseSimulator();
        await simulator.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(simulator.Urls.Single()) };
        Merchant = new(Http, Time);
    }

    private async Task StopAsync()
    {
        Http.Dispose();
        await simulator.StopAsync();
        await simulator.DisposeAsync();
    }
}

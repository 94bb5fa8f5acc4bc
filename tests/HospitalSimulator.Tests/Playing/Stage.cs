using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Keys;
using Yilai.HospitalSimulator.Pushing;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Tests.Playing;

/// <summary>The simulator and a platform, both listening, with one clock.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private WebApplication simulator = null!;

    public const string Code = "110101001";

    /// <summary>Nine in the morning in China.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 1, 0, 0, TimeSpan.Zero));

    public StubPlatform Platform { get; private set; } = null!;

    public HospitalDirectory Hospitals { get; private set; } = null!;

    public Dictionary<string, HospitalKey> Keys { get; private set; } = null!;

    /// <summary>What anybody can call.</summary>
    public HttpClient Anyone { get; private set; } = null!;

    public DateOnly Today => ChinaDay.Today(Time);

    public static async Task<Stage> SetAsync(int hospitals = 3, Func<PlatformCall, int?>? refuse = null)
    {
        var stage = new Stage { Hospitals = new([.. BundledHospitals.All().Take(hospitals)]) };
        var file = stage.folder.File("hospitals.json");
        WriteKeys.Run(file, stage.Hospitals.All.Select(hospital => hospital.Code));
        stage.Keys = HospitalKeys.Load(file);
        stage.Platform = await StubPlatform.StartAsync(stage.Keys, stage.Time);
        stage.Platform.Refuse = refuse ?? (_ => null);

        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["GATEWAY_URL"] = stage.Platform.Address.ToString();
        builder.Configuration["HOSPITAL_KEYS_FILE"] = file;
        builder.AddSimulator(stage.Hospitals);
        builder.Services.AddSingleton<TimeProvider>(stage.Time);
        builder.Logging.ClearProviders();
        stage.simulator = builder.Build().UseSimulator();
        await stage.simulator.StartAsync();
        stage.Anyone = new HttpClient { BaseAddress = new Uri(stage.simulator.Urls.Single()) };
        return stage;
    }

    /// <summary>The platform as a hospital sees it: signs with the hospital's key.</summary>
    public HttpClient CallerOf(string hospitalCode = Code) => new(
        new SigningHandler(Keys[hospitalCode], Time) { InnerHandler = new SocketsHttpHandler() })
    {
        BaseAddress = new Uri(Anyone.BaseAddress!, $"/hospital/{hospitalCode}/"),
    };

    /// <summary>Lets time pass until the push has come as far as this.</summary>
    public async Task<PushState> WaitAsync(Func<PushState, bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var state = await Anyone.GetFromJsonAsync<PushState>("/simulator/state", HospitalJson.Options, patience.Token);
            if (reached(state!))
            {
                return state!;
            }

            Time.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Anyone.Dispose();
        await simulator.DisposeAsync();
        await Platform.DisposeAsync();
        folder.Dispose();
    }
}

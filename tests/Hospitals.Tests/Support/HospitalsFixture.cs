using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Yilai.Contracts;
using Yilai.Hospitals.Tests.Support;
using Yilai.TestSupport;

[assembly: AssemblyFixture(typeof(HospitalsFixture))]

namespace Yilai.Hospitals.Tests.Support;

/// <summary>The hospitals service on real PostgreSQL and MongoDB, behind the real sidecar. Each test takes a hospital of its own.</summary>
public sealed class HospitalsFixture : IAsyncLifetime
{
    /// <summary>As many bundled hospitals as the whole country's list has.</summary>
    public const int Bundled = 2100;

    private TestPlatform platform = null!;
    private WebApplication app = null!;
    private int taken;

    internal Neighbours Neighbours { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Database => platform.Database;

    public string MongoDb { get; private set; } = null!;

    public IReadOnlyDictionary<string, string> Keys { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Keys = Enumerable.Range(0, Bundled).ToDictionary(i => $"T{i:0000}", _ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var secrets = new JsonObject(Keys.Select(k => KeyValuePair.Create(k.Key, (JsonNode?)new JsonObject { ["keyId"] = $"{k.Key}-1", ["key"] = k.Value })));
        platform = await TestPlatform.StartWithHospitalsAsync(secrets.ToJsonString(), AppIds.Hospitals, AppIds.Dictionary, AppIds.Orders);
        MongoDb = await TestMongo.CreateDatabaseAsync();
        Neighbours = await Neighbours.StartAsync(platform.AddressOf(AppIds.Dictionary), platform.AddressOf(AppIds.Orders));
        app = await StartAppAsync();
        Client = platform.ClientOf(AppIds.Hospitals);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await Neighbours.DisposeAsync();
        await platform.DisposeAsync();
    }

    /// <summary>A bundled hospital that no other test uses.</summary>
    public string TakeHospital() => $"T{Interlocked.Increment(ref taken):0000}";

    /// <summary>A hospital that has told what it is, with these departments.</summary>
    public async Task<string> PushedHospitalAsync(params string[] departments)
    {
        var code = TakeHospital();
        using var put = await Client.SendAsync(HttpMethod.Put, $"/internal/hospitals/{code}", Samples.Hospital($"{code}医院"));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var pushed = await Client.SendAsync(
            HttpMethod.Put, $"/internal/hospitals/{code}/departments", Samples.Items(departments.Select(d => Samples.Department(d))));
        Assert.Equal(HttpStatusCode.OK, pushed.StatusCode);
        return code;
    }

    private async Task<WebApplication> StartAppAsync()
    {
        var settings = new Dictionary<string, string?>(platform.SettingsOf(AppIds.Hospitals))
        {
            ["ConnectionStrings:mongodb"] = MongoDb,
            ["BundledHospitals:SecretStore"] = "bundled-hospitals",
            ["BundledHospitals:ApiUrl"] = "http://127.0.0.1:9/hospital/",
        };
        var started = await HospitalsApp.CreateAsync([.. settings.Select(s => $"--{s.Key}={s.Value}")]);
        await started.StartAsync();
        return started;
    }
}

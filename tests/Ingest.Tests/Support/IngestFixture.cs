using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Yilai.Contracts;
using Yilai.Hospitals;
using Yilai.HospitalSdk;
using Yilai.Ingest.Tests.Support;
using Yilai.TestSupport;

[assembly: AssemblyFixture(typeof(IngestFixture))]

namespace Yilai.Ingest.Tests.Support;

/// <summary>Ingest with the real hospitals service on real databases behind the real sidecar; orders, dictionary and identity are stand-ins.</summary>
public sealed class IngestFixture : IAsyncLifetime
{
    private const int Bundled = 60;
    private TestPlatform platform = null!;
    private WebApplication ingest = null!;
    private WebApplication hospitals = null!;
    private int taken;

    internal Neighbours Neighbours { get; private set; } = null!;

    internal SimulatedHospital Hospital { get; private set; } = null!;

    /// <summary>Calls ingest as its sidecar does.</summary>
    public HttpClient Client { get; private set; } = null!;

    public string Database => platform.Database;

    /// <summary>Where ingest is for a caller that goes through another app's sidecar, as the gateway does.</summary>
    public Uri ThroughSidecar { get; private set; } = null!;

    public IReadOnlyDictionary<string, string?> GatewaySettings => platform.SettingsOf(AppIds.Gateway);

    public async ValueTask InitializeAsync()
    {
        var keys = Enumerable.Range(0, Bundled).Select(i => new HospitalKey($"H{i}-1", RandomNumberGenerator.GetBytes(32))).ToDictionary(k => k.KeyId);
        Keys = keys;
        var secrets = new JsonObject(keys.Values.Select(k => KeyValuePair.Create(
            k.KeyId[..^2], (JsonNode?)new JsonObject { ["keyId"] = k.KeyId, ["key"] = Convert.ToBase64String(k.Bytes) })));
        platform = await TestPlatform.StartWithHospitalsAsync(
            secrets.ToJsonString(), AppIds.Ingest, AppIds.Hospitals, AppIds.Orders, AppIds.Dictionary, AppIds.Identity, AppIds.Gateway);
        Hospital = new SimulatedHospital(keys);
        await Hospital.StartAsync();
        Neighbours = await Neighbours.StartAsync(
            platform.AddressOf(AppIds.Orders), platform.AddressOf(AppIds.Dictionary), platform.AddressOf(AppIds.Identity));
        hospitals = await HospitalsApp.CreateAsync(Arguments(AppIds.Hospitals, new()
        {
            ["ConnectionStrings:mongodb"] = await TestMongo.CreateDatabaseAsync(),
            ["BundledHospitals:SecretStore"] = "bundled-hospitals",
            ["BundledHospitals:ApiUrl"] = Hospital.Address.ToString(),
        }));
        await hospitals.StartAsync();
        ingest = await IngestApp.CreateAsync(Arguments(AppIds.Ingest, []));
        await ingest.StartAsync();
        Client = platform.ClientOf(AppIds.Ingest);
        ThroughSidecar = new Uri($"{platform.SettingsOf(AppIds.Gateway)["DAPR_HTTP_ENDPOINT"]}/");
    }

    public IReadOnlyDictionary<string, HospitalKey> Keys { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await ingest.DisposeAsync();
        await hospitals.DisposeAsync();
        await Neighbours.DisposeAsync();
        await Hospital.DisposeAsync();
        await platform.DisposeAsync();
    }

    /// <summary>The key of a hospital that no other test uses; its code is the id without its last two characters.</summary>
    public HospitalKey TakeKey() => Keys[$"H{Interlocked.Increment(ref taken)}-1"];

    /// <summary>A hospital that has told what it is, with one department <c>d</c>.</summary>
    internal async Task<SignedClient> PushedHospitalAsync()
    {
        var client = new SignedClient(Client, TakeKey());
        using var hospital = await client.SendAsync(HttpMethod.Put, "/hospital/v2/hospital", Samples.Hospital());
        Assert.Equal(200, (int)hospital.StatusCode);
        using var departments = await client.SendAsync(HttpMethod.Put, "/hospital/v2/departments", Samples.Items(Samples.Department("d")));
        Assert.Equal(200, (int)departments.StatusCode);
        return client;
    }

    private string[] Arguments(string appId, Dictionary<string, string?> more) =>
        [.. platform.SettingsOf(appId).Concat(more).Select(s => $"--{s.Key}={s.Value}")];
}

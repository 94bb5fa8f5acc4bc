using System.Text.Json;
using Npgsql;
using Yilai.Bench.Support;
using Yilai.HospitalSdk;
using Yilai.Hosting;
using Yilai.Hosting.Processes;

namespace Yilai.Bench.Inventory;

/// <summary>The whole platform but the frontend, as its AppHost brings it up, on a data folder of its own.</summary>
internal sealed class BenchPlatform : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private readonly OwnedProcess process;

    private BenchPlatform(OwnedProcess process, string data, string gateway) => (this.process, Data, Gateway) = (process, data, gateway);

    public string Data { get; }

    /// <summary>The gateway's address.</summary>
    public string Gateway { get; }

    public string Simulator { get; private set; } = "";

    /// <summary>How to reach the platform's PostgreSQL.</summary>
    public string Connection => Secret("secrets.json").GetProperty("postgres").GetString()!;

    public static async Task<BenchPlatform> StartAsync()
    {
        var appHost = RepositoryRoot.File("AppHost");
        var (exitCode, output) = await OwnedProcess.RunAsync(["dotnet", "build", appHost, "-c", "Release", "-v", "q", "-nologo"]);
        if (exitCode != 0)
            throw new InvalidOperationException($"The platform could not be built: {output}");
        var data = Directory.CreateTempSubdirectory("yilai-bench-").FullName;
        var port = FreePorts.Any();
        string[] command = [Path.Combine(appHost, "bin", "Release", "net10.0", "Yilai.AppHost"), "--data", data, "--port", $"{port}", "--no-frontend", "--no-dashboard"];
        var platform = new BenchPlatform(OwnedProcess.Start(command, _ => { }), data, $"http://localhost:{port}");
        await platform.ReadyAsync();
        return platform;
    }

    /// <summary>The signed client of a bundled hospital.</summary>
    public HospitalClient Hospital(string code)
    {
        var key = Secret("hospitals.json").GetProperty(code);
        return new HospitalClient(new Uri(Gateway), HospitalKey.FromBase64(key.GetProperty("keyId").GetString()!, key.GetProperty("key").GetString()!));
    }

    /// <summary>Waits until what earlier bookings set off is done, so that it costs the next measurement nothing.</summary>
    public async Task QuietAsync()
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select (select count(*) from orders.outbox) + (select count(*) from orders.order_info where order_status = 0 and hospital_status = 'pending')
            """,
            connection);
        await UntilAsync("nothing is on its way any more", async () => (long)(await command.ExecuteScalarAsync())! == 0, TimeSpan.FromMinutes(10));
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var http = Load.Client(1);
        await UntilAsync("the platform is up", async () =>
        {
            var addresses = await http.GetFromJsonAsync<JsonElement>(new Uri($"{Gateway}/dev/addresses"));
            Simulator = addresses.GetProperty("simulator").GetString()!.TrimEnd('/');
            var state = await http.GetFromJsonAsync<JsonElement>(new Uri($"{Simulator}/simulator/state"));
            return state.GetProperty("done").GetBoolean();
        }, StartLimit);
    }

    private Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan limit) => Wait.UntilAsync(what, async () =>
    {
        if (process.HasExited)
            throw new InvalidOperationException($"The platform ended; its logs are in {Data}/logs.");
        try
        {
            return await condition();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException)
        {
            return false;
        }
    }, Pace, limit);

    private JsonElement Secret(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Data, "secrets", file)));
}

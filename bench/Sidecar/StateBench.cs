using Npgsql;
using Yilai.Bench.Support;

namespace Yilai.Bench.Sidecar;

/// <summary>Reading and writing state, beside the same statements sent to PostgreSQL without a sidecar.</summary>
internal static class StateBench
{
    private const int Callers = 16;
    private const int Keys = 1000;
    private const int Rounds = 3;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);
    private static readonly string Value = new('x', 1000);

    public static async Task RunAsync()
    {
        await using var postgres = await BenchPostgres.StartAsync();
        await using var sidecar = await SidecarUnderTest.StartAsync(
            SidecarUnderTest.Component("memory", "state.in-memory"), SidecarUnderTest.Component("postgres", "state.postgresql", ("connectionString", postgres.Connection)));
        await using var database = NpgsqlDataSource.Create(postgres.Connection);
        using var client = Load.Client(Callers);
        await Parallel.ForAsync(0, Keys, async (i, _) =>
        {
            await SetAsync("memory", i);
            await SetAsync("postgres", i);
        });
        var ways = new (string Name, Func<Task> Get, Func<Task> Set, bool BySidecar)[]
        {
            ("PostgreSQL, direct", () => SelectAsync(Key()), () => UpsertAsync(Key()), false),
            ("state.postgresql", () => GetAsync("postgres", Key()), () => SetAsync("postgres", Key()), true),
            ("state.in-memory", () => GetAsync("memory", Key()), () => SetAsync("memory", Key()), true),
        };
        Console.WriteLine($"\n## State, values of 1 kB, {Callers} callers, fsync on\n\n| way | get/s | set/s | sidecar CPU µs/get | µs/set |\n|---|--:|--:|--:|--:|");
        foreach (var (name, get, set, bySidecar) in ways)
        {
            var (gets, getCpu) = await MeasureAsync(get, sidecar.Process);
            var (sets, setCpu) = await MeasureAsync(set, sidecar.Process);
            Console.WriteLine(bySidecar ? $"| {name} | {gets:N0} | {sets:N0} | {getCpu:N1} | {setCpu:N1} |" : $"| {name} | {gets:N0} | {sets:N0} | | |");
        }

        static int Key() => Random.Shared.Next(Keys);

        async Task GetAsync(string store, int key) => await client.GetByteArrayAsync(new Uri($"{sidecar.Http}/v1.0/state/{store}/k{key}"));

        async Task SetAsync(string store, int key)
        {
            using var answer = await client.PostAsJsonAsync(new Uri($"{sidecar.Http}/v1.0/state/{store}"), new[] { new { key = $"k{key}", value = Value } });
            answer.EnsureSuccessStatusCode();
        }

        async Task SelectAsync(int key)
        {
            await using var command = database.CreateCommand("SELECT value, etag FROM state WHERE key = $1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"app0||k{key}" });
            await command.ExecuteScalarAsync();
        }

        async Task UpsertAsync(int key)
        {
            await using var command = database.CreateCommand(
                "INSERT INTO state (key, value, etag) VALUES ($1, $2, gen_random_uuid()) ON CONFLICT (key) DO UPDATE SET value = excluded.value, etag = excluded.etag, updated_at = now()");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"app0||k{key}" });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = System.Text.Encoding.UTF8.GetBytes(Value) });
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<(double PerSecond, double Cpu)> MeasureAsync(Func<Task> call, BenchProcess sidecar)
    {
        var results = new List<(double PerSecond, double Cpu)>();
        for (var round = 0; round <= Rounds; round++)
        {
            var before = sidecar.Cpu;
            var (perSecond, calls) = await Load.ForAsync(Time, Callers, call);
            if (round > 0) // The first one compiles.
                results.Add((perSecond, (sidecar.Cpu - before).TotalMicroseconds / calls));
        }
        return (results.Select(r => r.PerSecond).Median(), results.Select(r => r.Cpu).Median());
    }
}

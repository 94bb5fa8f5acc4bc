using System.Collections.Concurrent;
using System.Diagnostics;
using Yilai.Bench.Support;

namespace Yilai.Bench.Inventory;

/// <summary>
/// The rush on released numbers: bookings a second over the whole HTTP path, beside pgbench with the same statements on the
/// same PostgreSQL. Rounds of both alternate.
/// </summary>
internal static class InventoryBench
{
    private const int Connections = 64;
    private const int Accounts = 384;
    private const int Schedules = 1000;
    private const int Rounds = 3;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    // Longer than what bookings set off is made to wait.
    private static readonly TimeSpan LongTime = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        await using var platform = await BenchPlatform.StartAsync();
        using var http = Load.Client(Connections);
        var schedules = await BenchSchedules.PushAsync(platform, http);
        var accounts = await BenchPatient.RegisterAsync(platform, http, Accounts);
        var pgbench = await PgBench.CreateAsync(platform.Connection);
        var spread = new SpreadWishes(schedules, accounts);
        var cpu = new List<string>();
        Console.WriteLine(
            $"\n## Inventory under rush: bookings a second, {Connections} connections, fsync on\n\n| where | over HTTP | p50 / p99 ms | pgbench, 16 clients | ratio | all it set off, after s |\n|---|--:|--:|--:|--:|--:|");
        await CompareAsync("1,000 schedules", Schedules, () => Task.FromResult<Func<int, Wish?>>(spread.Next));
        await CompareAsync("one hot schedule", 1, async () => new HotWishes(await schedules.HotAsync(http), accounts).Next);
        await EndureAsync();
        Console.WriteLine($"\nMilliseconds of processor a booking, in the last round, of what ran meanwhile:\n\n- {string.Join("\n- ", cpu)}");

        async Task CompareAsync(string name, int over, Func<Task<Func<int, Wish?>>> wishes)
        {
            var results = new List<(Rush Rush, double Tail, double Pg)>();
            var afterwards = "";
            for (var round = 0; round <= Rounds; round++)
            {
                var rush = await RushAsync(platform, http, await wishes(), Time);
                (var tail, afterwards) = await TailAsync(rush);
                var pg = await pgbench.RunAsync(over, Time);
                if (round > 0) // The first one compiles.
                    results.Add((rush, tail, pg));
            }
            var ours = results.Select(r => r.Rush.PerSecond).Median();
            var theirs = results.Select(r => r.Pg).Median();
            var last = results[^1].Rush;
            Console.WriteLine($"| {name} | {ours:N0} | {results.Select(r => r.Rush.P50).Median():N0} / {results.Select(r => r.Rush.P99).Median():N0} | {theirs:N0} | **{ours / theirs:N2}** | {results.Select(r => r.Tail).Median():N1} |");
            cpu.Add($"{name}: {last.Cpu}\n- {name}, what it set off: {afterwards}");
        }

        async Task EndureAsync()
        {
            var rush = await RushAsync(platform, http, spread.Next, LongTime);
            var (tail, _) = await TailAsync(rush);
            Console.WriteLine($"| 1,000 schedules, {LongTime.TotalSeconds} s on end, once | {rush.PerSecond:N0} | {rush.P50:N0} / {rush.P99:N0} | | | {tail:N1} |");
        }

        async Task<(double Seconds, string Cpu)> TailAsync(Rush rush)
        {
            var (ended, before) = (Stopwatch.GetTimestamp(), CpuOfParts.Read());
            await platform.QuietAsync();
            return (Stopwatch.GetElapsedTime(ended).TotalSeconds, CpuOfParts.Since(before, rush.Bookings));
        }
    }

    private static async Task<Rush> RushAsync(BenchPlatform platform, HttpClient http, Func<int, Wish?> wishes, TimeSpan time)
    {
        var latencies = new ConcurrentBag<double>();
        var before = CpuOfParts.Read();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            while (clock.Elapsed < time && wishes(connection) is { } wish)
            {
                var started = Stopwatch.GetTimestamp();
                await wish.Account.BookAsync(platform, http, wish.Schedule, wish.Patient);
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        var elapsed = clock.Elapsed.TotalSeconds;
        var sorted = latencies.Order().ToArray();
        return new Rush(sorted.Length, sorted.Length / elapsed, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], CpuOfParts.Since(before, sorted.Length));
    }

    private sealed record Rush(int Bookings, double PerSecond, double P50, double P99, string Cpu);

    private sealed record Wish(BenchPatient Account, string Patient, string Schedule);

    /// <summary>Every patient goes to every day, as often as one may; a connection has accounts of its own.</summary>
    private sealed class SpreadWishes(BenchSchedules schedules, IReadOnlyList<BenchPatient> accounts)
    {
        private readonly int[] taken = new int[Connections];

        public Wish? Next(int connection)
        {
            var n = taken[connection]++;
            var own = Accounts / Connections;
            var account = accounts[connection * own + n % own];
            n /= own;
            var patient = n % BenchPatient.PerAccount;
            n /= BenchPatient.PerAccount;
            var (day, half) = (n / BenchSchedules.PerPatientAndDay, n % BenchSchedules.PerPatientAndDay);
            return day < BenchSchedules.Days ? new Wish(account, account.Ids[patient], schedules.Spread(day, half)) : null;
        }
    }

    /// <summary>Every patient once.</summary>
    private sealed class HotWishes(string schedule, IReadOnlyList<BenchPatient> accounts)
    {
        private readonly int[] taken = new int[Connections];

        public Wish? Next(int connection)
        {
            var n = taken[connection]++;
            var own = Accounts / Connections;
            return n < own * BenchPatient.PerAccount && accounts[connection * own + n % own] is { } account
                ? new Wish(account, account.Ids[n / own], schedule)
                : null;
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Yilai.Hosting;
using Yilai.Hosting.Processes;

namespace Yilai.Bench.Inventory;

/// <summary>
/// PostgreSQL's own load generator with the statements of one booking, in a database of its own beside the platform's: what
/// the server could do if nobody stood between. Debian has it in <c>postgresql-15</c>, or set <c>PGBENCH</c>.
/// </summary>
internal sealed partial class PgBench
{
    private const string Database = "pgbench_yilai";
    private const int Clients = 16;
    private readonly string connection;

    private PgBench(string connection) => this.connection = connection;

    /// <summary>Makes the database: the orders' tables, and a thousand sessions.</summary>
    public static async Task<PgBench> CreateAsync(string platform)
    {
        var own = new NpgsqlConnectionStringBuilder(platform) { Database = Database, SearchPath = "orders", Pooling = false }.ConnectionString;
        await RunAsync(platform, $"create database {Database}");
        await RunAsync(own, "create schema orders");
        var scripts = Files("services/ServiceDefaults/Events/Migrations").Concat(Files("services/Orders/Migrations"));
        foreach (var script in scripts)
            await RunAsync(own, await File.ReadAllTextAsync(script));
        await RunAsync(
            own,
            """
            insert into hospital_rule (hospital_code, hospital_name, booking_rule, updated_at) values ('H', '医院', '{}', now());
            insert into schedule (hospital_code, schedule_id, department_code, department_name, doctor_name, title, date, period, fee, status, released, withheld, updated_at)
            select 'H', 'S' || n, 'D', '内科', '测试医师', '主任医师', current_date + 1, 'morning', 50, 'open', 1000000, 0, now() from generate_series(1, 1000) n;
            analyze;
            """);
        return new PgBench(own);
    }

    /// <summary>Bookings a second over so many of the sessions.</summary>
    public async Task<double> RunAsync(int schedules, TimeSpan time)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        string[] command =
        [
            "env", $"PGPASSWORD={to.Password}", "PGOPTIONS=-c search_path=orders",
            Environment.GetEnvironmentVariable("PGBENCH") ?? "/usr/lib/postgresql/15/bin/pgbench",
            "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-n", "-M", "prepared", "-c", $"{Clients}", "-j", "2",
            "-T", $"{(int)time.TotalSeconds}", "-D", $"schedules={schedules}", "-f", RepositoryRoot.File("bench", "Inventory", "booking.sql"), Database,
        ];
        var (exitCode, output) = await OwnedProcess.RunAsync(command);
        return exitCode == 0 && PerSecond().Match(output) is { Success: true } found
            ? double.Parse(found.Groups["n"].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench: {output}");
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(RepositoryRoot.File(folder.Split('/')), "*.sql").Order(StringComparer.Ordinal);

    private static async Task RunAsync(string connection, string sql)
    {
        await using var to = new NpgsqlConnection(connection);
        await to.OpenAsync();
        await using var command = new NpgsqlCommand(sql, to) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"tps = (?<n>[\d.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex PerSecond();
}

using Npgsql;
using Yilai.Hosting;
using Yilai.Hosting.EmbeddedPostgres;
using Yilai.Hosting.Processes;

namespace Yilai.TestSupport;

/// <summary>A real PostgreSQL for tests: one cluster in a test process, started when first asked for, gone with the process.</summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<Server>> Started = new(StartAsync);
    private static int s_databases;

    private sealed record Server(PostgresCluster Cluster, int Port, NpgsqlDataSource Admin);

    /// <summary>A fresh, empty database.</summary>
    /// <returns>The connection string (Npgsql's form).</returns>
    public static async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var server = await Started.Value.WaitAsync(cancellationToken);
        var name = $"test_{Interlocked.Increment(ref s_databases)}";
        await using var create = server.Admin.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync(cancellationToken);
        return server.Cluster.ConnectionString(server.Port, name);
    }

    private static async Task<Server> StartAsync()
    {
        var binaries = await PostgresBinaries.FindAsync(Console.Error.WriteLine, CancellationToken.None);
        var folder = Path.Combine(TestFolder.Path, "postgres");
        var cluster = await PostgresCluster.OpenAsync(binaries, folder, CancellationToken.None);
        var port = FreePorts.Any();
        // Nothing here has to survive a power cut.
        var log = new EngineLog("PostgreSQL");
        var process = OwnedProcess.Start(cluster.Command(port, "fsync=off", "full_page_writes=off"), log.Add, "INT", deleteAfter: folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Stop(TimeSpan.FromSeconds(10));
        var admin = NpgsqlDataSource.Create(cluster.ConnectionString(port, "postgres"));
        await log.WaitUntilReadyAsync(process, async token =>
        {
            await using var connection = await admin.OpenConnectionAsync(token);
        });
        return new Server(cluster, port, admin);
    }
}

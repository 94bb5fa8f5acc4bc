using Npgsql;
using Yilai.Hosting;
using Yilai.Hosting.EmbeddedPostgres;
using Yilai.Hosting.Processes;

namespace Yilai.Bench.Support;

/// <summary>A PostgreSQL of its own, as an operator would run it: fsync is on.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    private readonly OwnedProcess process;
    private readonly string folder;

    private BenchPostgres(OwnedProcess process, string folder, string connection) => (this.process, this.folder, Connection) = (process, folder, connection);

    public string Connection { get; }

    public static async Task<BenchPostgres> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("yilai-bench-").FullName;
        var binaries = await PostgresBinaries.FindAsync(Console.Error.WriteLine, CancellationToken.None);
        var cluster = await PostgresCluster.OpenAsync(binaries, Path.Combine(folder, "postgres"), CancellationToken.None);
        var port = FreePorts.Any();
        var started = new BenchPostgres(OwnedProcess.Start(cluster.Command(port), _ => { }, "INT"), folder, cluster.ConnectionString(port, "postgres"));
        await using var source = NpgsqlDataSource.Create(started.Connection);
        await Wait.UntilAsync("PostgreSQL answers", async () =>
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                // It is starting.
                return false;
            }
        }, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1));
        return started;
    }

    public ValueTask DisposeAsync()
    {
        process.Stop(TimeSpan.FromSeconds(10));
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

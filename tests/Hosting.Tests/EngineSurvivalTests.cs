using System.Diagnostics;
using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;
using Npgsql;
using Yilai.Hosting.EmbeddedMongoDb;
using Yilai.Hosting.EmbeddedPostgres;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.Tests;

/// <summary>What the engines acknowledged survives their being killed, and their launcher leaves nothing behind.</summary>
public sealed class EngineSurvivalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("yilai-engines-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Postgres_Killed_KeepsWhatWasCommitted()
    {
        var cluster = await PostgresCluster.OpenAsync(await PostgresBinaries.FindAsync(Console.Error.WriteLine, Token), Path.Combine(_folder, "postgres"), Token);
        var port = FreePorts.Any();
        await using (OwnedProcess.Start(cluster.Command(port), _ => { }, "INT"))
        {
            await ExecuteAsync(cluster, port, "create table t (n int); insert into t values (1)");
            using var postmaster = Postmaster();
            postmaster.Kill();
            await postmaster.WaitForExitAsync(Token);
        }
        await using var again = OwnedProcess.Start(cluster.Command(port), _ => { }, "INT");

        Assert.Equal(1L, await ExecuteAsync(cluster, port, "select count(*) from t"));
    }

    [Fact]
    public async Task Postgres_LauncherKilled_IsGoneToo()
    {
        var cluster = await PostgresCluster.OpenAsync(await PostgresBinaries.FindAsync(Console.Error.WriteLine, Token), Path.Combine(_folder, "postgres"), Token);
        var port = FreePorts.Any();
        await using var launched = OwnedProcess.Start(cluster.Command(port), _ => { }, "INT");
        await ExecuteAsync(cluster, port, "select 1");
        using var postmaster = Postmaster();

        using var launcher = Process.GetProcessById(launched.Id);
        launcher.Kill();

        await postmaster.WaitForExitAsync(Token).WaitAsync(Patience, TimeProvider.System, Token);
        Assert.False(File.Exists(Path.Combine(_folder, "postgres", "data", "postmaster.pid")));
    }

    [Fact]
    public async Task Mongo_Killed_KeepsWhatWasAcknowledged()
    {
        await MongoEngine.InstallAsync(Console.Error.WriteLine, Token);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "mongodb")).FullName;
        var port = FreePorts.Any();
        var things = new MongoClient(MongoEngine.ConnectionString(port, "test")).GetDatabase("test").GetCollection<BsonDocument>("things")
            .WithWriteConcern(WriteConcern.W1.With(journal: true));
        await using (var first = OwnedProcess.Start(MongoEngine.Command(folder, port), _ => { }))
        {
            await things.InsertOneAsync(new BsonDocument("n", 1), cancellationToken: Token);
            using var engine = Process.GetProcessById(ChildrenOf(first.Id).Single(id => NameOf(id) is var name && name.Contains("bridge.mjs", StringComparison.Ordinal) && !name.Contains("run.sh", StringComparison.Ordinal)));
            engine.Kill();
            await engine.WaitForExitAsync(Token);
        }
        await using var again = OwnedProcess.Start(MongoEngine.Command(folder, port), _ => { });

        Assert.Equal(1, await things.CountDocumentsAsync(new BsonDocument(), cancellationToken: Token));
    }

    private Process Postmaster() => Process.GetProcessById(int.Parse(
        File.ReadLines(Path.Combine(_folder, "postgres", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    private static IEnumerable<int> ChildrenOf(int id) => File.ReadAllText($"/proc/{id}/task/{id}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static string NameOf(int id) => File.ReadAllText($"/proc/{id}/cmdline");

    /// <summary>Tries until the server answers: it may still start.</summary>
    private static async Task<object?> ExecuteAsync(PostgresCluster cluster, int port, string sql)
    {
        using var giveUp = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(port, "postgres"));
                await using var command = source.CreateCommand(sql);
                return await command.ExecuteScalarAsync(Token);
            }
            catch (NpgsqlException) when (!giveUp.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
            }
        }
    }
}

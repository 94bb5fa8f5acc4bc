using MongoDB.Driver;
using Yilai.Hosting;
using Yilai.Hosting.EmbeddedMongoDb;
using Yilai.Hosting.Processes;

namespace Yilai.TestSupport;

/// <summary>A real MongoDB for tests: one engine in a test process, started when first asked for, gone with the process.</summary>
public static class TestMongo
{
    private static readonly Lazy<Task<int>> Started = new(StartAsync);
    private static int s_databases;

    /// <summary>A fresh, empty database.</summary>
    /// <returns>The connection string, which names the database.</returns>
    public static async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default) =>
        MongoEngine.ConnectionString(await Started.Value.WaitAsync(cancellationToken), $"test_{Interlocked.Increment(ref s_databases)}");

    private static async Task<int> StartAsync()
    {
        await MongoEngine.InstallAsync(Console.Error.WriteLine, CancellationToken.None);
        var folder = Directory.CreateDirectory(Path.Combine(TestFolder.Path, "mongodb")).FullName;
        var port = FreePorts.Any();
        var log = new EngineLog("MongoDB");
        var process = OwnedProcess.Start(MongoEngine.Command(folder, port), log.Add, deleteAfter: folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Stop(TimeSpan.FromSeconds(10));
        var client = new MongoClient(MongoEngine.ConnectionString(port, "admin"));
        await log.WaitUntilReadyAsync(process, token => MongoEngine.PingAsync(client, token));
        return port;
    }
}

using MongoDB.Bson;
using MongoDB.Driver;
using Yilai.Hosting.PinnedNode;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedMongoDb;

/// <summary>How to start a MongoDB on a folder and a port: <c>mongod</c> if the machine has it, else the engine from npm.</summary>
internal static class MongoEngine
{
    private static readonly string Bridge = RepositoryRoot.File("hosting", "EmbeddedMongoDb", "bridge.mjs");

    /// <summary>The machine's own MongoDB; null if it has none.</summary>
    public static string? Mongod { get; } = Commands.Find("mongod");

    public static async Task InstallAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (Mongod is null)
        {
            await Engines.InstallAsync(say, cancellationToken);
        }
    }

    public static IEnumerable<string> Command(string folder, int port) => Mongod is not null
        ? [Mongod, "--dbpath", folder, "--bind_ip", "127.0.0.1", "--port", $"{port}"]
        : [.. NewerGlibc.IsNeeded ? NewerGlibc.Wrap(Engines.Node) : [Engines.Node], Bridge, folder, $"{port}"];

    /// <summary>Neither sessions nor transactions work with the embedded engine, and it is a server of its own.</summary>
    public static string ConnectionString(int port, string database) => $"mongodb://127.0.0.1:{port}/{database}?directConnection=true";

    public static async Task PingAsync(IMongoClient client, CancellationToken cancellationToken) =>
        await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), cancellationToken: cancellationToken);
}

using Yilai.Hosting.Data;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedRedis;

/// <summary>A Redis of this machine's own program, with its data in a folder.</summary>
internal static class RedisServer
{
    private const string Program = "redis-server";

    /// <exception cref="MissingPartException">This machine has no Redis.</exception>
    public static void Demand()
    {
        if (Commands.Find(Program) is null)
        {
            throw new MissingPartException("this machine has no redis-server", "apt-get install redis-server, or --ConnectionStrings:redis=host:port,password=… with a Redis of your own");
        }
    }

    /// <summary>The command that serves the folder on a loopback port; every write is on the disk within a second.</summary>
    public static IEnumerable<string> Command(string folder, int port, bool durable = true)
    {
        var settings = Path.Combine(folder, "redis.conf");
        // In a file, so that the list of processes does not show the password.
        PrivateFiles.Write(settings, $"""
            bind 127.0.0.1
            dir "{folder}"
            requirepass {FolderPassword.Of(folder)}
            databases 512
            appendonly {(durable ? "yes" : "no")}
            save ""

            """);
        return [Program, settings, "--port", $"{port}"];
    }

    /// <summary>How to reach it, in the form that .NET's clients take.</summary>
    public static string ConnectionString(string folder, int port) => $"127.0.0.1:{port},password={FolderPassword.Of(folder)}";
}

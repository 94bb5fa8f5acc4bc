using Npgsql;
using Yilai.Hosting.Data;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedPostgres;

/// <summary>A PostgreSQL cluster in a folder of its own: made once, started by whoever runs its command.</summary>
internal sealed class PostgresCluster
{
    public const string User = "yilai";

    private readonly PostgresBinaries _binaries;
    private readonly string _folder;

    private PostgresCluster(PostgresBinaries binaries, string folder) => (_binaries, _folder) = (binaries, folder);

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Opens the cluster in this folder, after making it if there is none: UTF-8, compared by bytes, a password of its own.</summary>
    public static async Task<PostgresCluster> OpenAsync(PostgresBinaries binaries, string folder, CancellationToken cancellationToken)
    {
        var cluster = new PostgresCluster(binaries, folder);
        if (File.Exists(Path.Combine(cluster.Data, "PG_VERSION")))
        {
            await cluster.CheckVersionAsync(cancellationToken);
        }
        else
        {
            await cluster.InitAsync(cancellationToken);
        }
        return cluster;
    }

    /// <summary>The command that serves the cluster on a loopback port.</summary>
    public IEnumerable<string> Command(int port, params IEnumerable<string> settings)
    {
        string[] all = ["listen_addresses=127.0.0.1", $"port={port}", "unix_socket_directories=", "max_connections=200", .. settings];
        return [.. UnprivilegedUser.Prefix(_folder, _binaries.Folder), _binaries.Postgres, "-D", Data, .. all.SelectMany(setting => new[] { "-c", setting })];
    }

    /// <summary>How to reach a database of it.</summary>
    public string ConnectionString(int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = FolderPassword.Of(_folder),
        Database = database,
    }.ConnectionString;

    private async Task InitAsync(CancellationToken cancellationToken)
    {
        // A half-made cluster of an interrupted start is of no use.
        if (Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }
        FolderPassword.Of(_folder);
        await OwnAsync(cancellationToken);
        string[] command =
        [
            .. UnprivilegedUser.Prefix(_folder, _binaries.Folder), _binaries.InitDb, "-D", Data, "-U", User, "-E", "UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", $"--pwfile={FolderPassword.FileIn(_folder)}",
        ];
        var (exitCode, output) = await OwnedProcess.RunAsync(command, _folder, cancellationToken);
        if (exitCode != 0)
        {
            throw new MissingPartException($"initdb could not make a cluster in {Data}: {output.Trim().Split('\n')[^1]}", "--data DIR with another folder, or --ConnectionStrings:postgres=… with a PostgreSQL of your own");
        }
    }

    private async Task CheckVersionAsync(CancellationToken cancellationToken)
    {
        var made = (await File.ReadAllTextAsync(Path.Combine(Data, "PG_VERSION"), cancellationToken)).Trim();
        if (made != $"{_binaries.MajorVersion}")
        {
            throw new MissingPartException($"{Data} was made by PostgreSQL {made}; there is only {_binaries.MajorVersion}", "dotnet run --project AppHost -- --reset (wipes the data)");
        }
        await OwnAsync(cancellationToken);
    }

    private async Task OwnAsync(CancellationToken cancellationToken)
    {
        if (UnprivilegedUser.IsNeeded)
        {
            await OwnedProcess.RunAsync(UnprivilegedUser.Own(_folder), cancellationToken: cancellationToken);
        }
    }
}

using Yilai.Hosting.Data;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedPostgres;

/// <summary>A PostgreSQL server on this machine, on loopback, with its data in a folder.</summary>
/// <param name="name">Its name.</param>
/// <param name="folder">Where its data is.</param>
/// <param name="database">The database in it that others use.</param>
internal sealed class EmbeddedPostgresResource(string name, string folder, string database)
    : ExecutableResource(name, "/bin/sh", RepositoryRoot.Path), IResourceWithConnectionString
{
    /// <summary>The cluster, once it is made.</summary>
    public PostgresCluster? Cluster { get; set; }

    /// <summary>Where its data is.</summary>
    public string Folder => folder;

    /// <summary>The database in it that others use.</summary>
    public string Database => database;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => For(database);

    private string Password { get; } = FolderPassword.Of(folder);

    private EndpointReference Endpoint => new(this, "tcp");

    /// <summary>How to reach a database of it.</summary>
    public ReferenceExpression For(string database) => ReferenceExpression.Create(
        $"Host=127.0.0.1;Port={Endpoint.Property(EndpointProperty.TargetPort)};Username={PostgresCluster.User};Password={Password};Database={database}");

    /// <summary>The arguments of the launcher that stops it as it wants to be stopped.</summary>
    public async Task<IEnumerable<string>> ArgumentsAsync(CancellationToken cancellationToken)
    {
        var port = int.Parse((await Endpoint.Property(EndpointProperty.TargetPort).GetValueAsync(cancellationToken))!, provider: null);
        return Cluster is null ? [] : [OwnedProcess.Launcher, "-s", "INT", "--", .. Cluster.Command(port)];
    }
}

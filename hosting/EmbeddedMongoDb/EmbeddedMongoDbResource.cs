namespace Yilai.Hosting.EmbeddedMongoDb;

/// <summary>A MongoDB on this machine, on loopback, with its data in a folder.</summary>
/// <param name="name">Its name.</param>
/// <param name="folder">Where its data is.</param>
/// <param name="database">The database in it that others use.</param>
internal sealed class EmbeddedMongoDbResource(string name, string folder, string database)
    : ExecutableResource(name, "/bin/sh", RepositoryRoot.Path), IResourceWithConnectionString
{
    // Which program it is comes out only when it is installed, and then it takes the shell's place.
    private static readonly string[] Become = ["-c", "exec \"$@\"", "sh"];

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"mongodb://127.0.0.1:{Endpoint.Property(EndpointProperty.TargetPort)}/{database}?directConnection=true");

    private EndpointReference Endpoint => new(this, "tcp");

    /// <summary>The shell's arguments.</summary>
    public async Task<IEnumerable<string>> ArgumentsAsync(CancellationToken cancellationToken)
    {
        var port = int.Parse((await Endpoint.Property(EndpointProperty.TargetPort).GetValueAsync(cancellationToken))!, provider: null);
        return [.. Become, .. MongoEngine.Command(folder, port)];
    }
}

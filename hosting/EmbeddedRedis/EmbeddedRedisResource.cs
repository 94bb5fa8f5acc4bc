using Yilai.Hosting.Data;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedRedis;

/// <summary>A Redis server on this machine, on loopback, with its data in a folder.</summary>
/// <param name="name">Its name.</param>
/// <param name="folder">Where its data is.</param>
internal sealed class EmbeddedRedisResource(string name, string folder)
    : ExecutableResource(name, "/bin/sh", RepositoryRoot.Path), IResourceWithConnectionString
{
    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"127.0.0.1:{Endpoint.Property(EndpointProperty.TargetPort)},password={Password}");

    /// <summary>Where it listens.</summary>
    public EndpointReference Endpoint => new(this, "tcp");

    private string Password { get; } = FolderPassword.Of(folder);

    /// <summary>The launcher's arguments.</summary>
    public async Task<IEnumerable<string>> ArgumentsAsync(CancellationToken cancellationToken)
    {
        var port = int.Parse((await Endpoint.Property(EndpointProperty.TargetPort).GetValueAsync(cancellationToken))!, provider: null);
        return [OwnedProcess.Launcher, "--", .. RedisServer.Command(folder, port)];
    }
}

using Yilai.Hosting.Data;
using Yilai.Hosting.Processes;

namespace Yilai.Hosting.EmbeddedRabbitMq;

/// <summary>A RabbitMQ server on this machine, on loopback, with its data in a folder.</summary>
/// <param name="name">Its name.</param>
/// <param name="folder">Where its data is.</param>
internal sealed class EmbeddedRabbitMqResource(string name, string folder)
    : ExecutableResource(name, "/bin/sh", RepositoryRoot.Path), IResourceWithConnectionString
{
    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"amqp://yilai:{Password}@127.0.0.1:{Endpoint.Property(EndpointProperty.TargetPort)}");

    /// <summary>Where it listens.</summary>
    public EndpointReference Endpoint => new(this, "tcp");

    private string Password { get; } = FolderPassword.Of(folder);

    /// <summary>The launcher's arguments.</summary>
    public async Task<IEnumerable<string>> ArgumentsAsync(CancellationToken cancellationToken)
    {
        var port = int.Parse((await Endpoint.Property(EndpointProperty.TargetPort).GetValueAsync(cancellationToken))!, provider: null);
        return [OwnedProcess.Launcher, "--", .. RabbitMqServer.Command(folder, port)];
    }
}

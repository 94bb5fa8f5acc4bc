using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Yilai.Hosting.Brokers;

/// <summary>Healthy when somebody listens: both brokers open their port when they are ready.</summary>
internal sealed class PortHealthCheck(EndpointReference endpoint) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var port = int.Parse((await endpoint.Property(EndpointProperty.TargetPort).GetValueAsync(cancellationToken))!, provider: null);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (SocketException notYet)
        {
            return HealthCheckResult.Unhealthy(notYet.Message);
        }
    }
}

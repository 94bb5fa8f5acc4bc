using System.Net;
using System.Net.Sockets;

namespace Yilai.Hosting.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void From_FreePort_GivesIt()
    {
        var free = FreePorts.Any();

        Assert.Equal(free, FreePorts.From(free));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    public void From_TakenPort_GivesALaterOne(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.False(FreePorts.IsFree(taken));
        Assert.InRange(FreePorts.From(taken), taken + 1, IPEndPoint.MaxPort);
    }

    [Fact]
    public void Any_AskedOften_GivesDifferentPortsThatNoOutgoingConnectionTakes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var ports = Enumerable.Range(0, 200).Select(_ => FreePorts.Any()).ToHashSet();

        Assert.Equal(200, ports.Count);
        // The system chose the listener's port as it does an outgoing connection's.
        Assert.All(ports, port => Assert.True(port < ((IPEndPoint)listener.LocalEndpoint).Port));
    }

    [Fact]
    public void From_Zero_GivesAnyFreePort() => Assert.True(FreePorts.IsFree(FreePorts.From(0)));
}

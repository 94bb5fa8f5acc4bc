using System.Net;
using System.Net.Sockets;

namespace Yilai.Hosting;

/// <summary>Chooses TCP ports that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary>A port that is free on loopback now.</summary>
    public static int Any()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The wanted port, or the next one above it that is free; any free one if the wanted port is 0.</summary>
    public static int From(int wanted)
    {
        if (wanted == 0)
        {
            return Any();
        }
        for (var port = wanted; port <= IPEndPoint.MaxPort; port++)
        {
            if (IsFree(port))
            {
                return port;
            }
        }
        return Any();
    }

    /// <summary>Whether nobody listens on this port, on loopback or on every address, of either family.</summary>
    public static bool IsFree(int port) =>
        CanBind(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanBind(IPAddress.IPv6Loopback, port));

    private static bool CanBind(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
        catch (SocketException)
        {
            // This machine has no such address: nobody listens on it.
            return true;
        }
    }
}

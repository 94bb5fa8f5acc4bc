using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Yilai.Hosting;

/// <summary>Chooses TCP ports that nobody listens on.</summary>
public static class FreePorts
{
    private const int Lowest = 10_240;
    private static readonly ConcurrentDictionary<int, bool> s_given = [];

    /// <summary>
    /// A port that nobody listens on, and that this process has not been given before. It lies below the range that the
    /// system takes outgoing connections' ports from, so none of those takes it before it is listened on, or while a part
    /// that died there is started again.
    /// </summary>
    public static int Any()
    {
        var end = EphemeralStart();
        for (var tries = 0; tries < end - Lowest; tries++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, end);
            if (IsFree(port) && s_given.TryAdd(port, true))
            {
                return port;
            }
        }
        throw new InvalidOperationException($"No free port was found between {Lowest} and {end}.");
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

    /// <summary>Where the range of outgoing connections begins: as Linux says, else where IANA puts it.</summary>
    private static int EphemeralStart()
    {
        const string path = "/proc/sys/net/ipv4/ip_local_port_range";
        const int iana = 49_152;
        var start = File.Exists(path) ? int.Parse(File.ReadAllText(path).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : iana;
        // Someone may have given nearly all ports to outgoing connections.
        return start >= Lowest + 4_096 ? start : iana;
    }

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

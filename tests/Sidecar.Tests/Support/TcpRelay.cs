using System.Net;
using System.Net.Sockets;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>Stands before a server and can be cut: to its clients, the server is gone, and back later.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly int target;
    private readonly List<Socket> open = [];
    private TcpListener listener;
    private Task accepting;

    public TcpRelay(int target)
    {
        this.target = target;
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener);
    }

    public int Port { get; }

    public async Task CutAsync()
    {
        listener.Stop();
        await accepting;
        lock (open)
        {
            open.ForEach(s => s.Dispose());
            open.Clear();
        }
    }

    public void Restore()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = AcceptAsync(listener);
    }

    public async ValueTask DisposeAsync() => await CutAsync();

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true)
            {
                var client = await from.AcceptSocketAsync();
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(IPAddress.Loopback, target);
                lock (open)
                    open.AddRange([client, server]);
                _ = CopyAsync(client, server);
                _ = CopyAsync(server, client);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            await using var input = new NetworkStream(from);
            await using var output = new NetworkStream(to);
            await input.CopyToAsync(output);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}

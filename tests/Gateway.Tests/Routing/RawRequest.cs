using System.Net.Sockets;
using System.Text;

namespace Yilai.Gateway.Tests.Routing;

/// <summary>A request whose target is sent byte by byte, as no client library would.</summary>
internal static class RawRequest
{
    public static async Task<string> SendAsync(Uri server, string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}

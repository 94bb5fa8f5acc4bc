using System.Net;
using System.Net.Sockets;

namespace Yilai.Identity.Codes;

/// <summary>Who is at the other end, as the gateway tells: it sets the forwarding headers anew, sidecars only append.</summary>
internal static class ClientAddress
{
    private const int Ipv6NetworkBytes = 8;

    /// <summary>What limits count by: an IPv4 address or an IPv6 network of 64 bits; null for a client on this machine.</summary>
    public static string? LimitedBy(HttpContext context)
    {
        var address = First(context, "X-Forwarded-For") is { } text && IPAddress.TryParse(text, out var forwarded)
            ? forwarded
            : context.Connection.RemoteIpAddress;
        if (address is null || IPAddress.IsLoopback(address))
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, Ipv6NetworkBytes))
            : address.ToString();
    }

    /// <summary>Whether the client came by https.</summary>
    public static bool IsHttps(HttpContext context) =>
        string.Equals(First(context, "X-Forwarded-Proto") ?? context.Request.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    private static string? First(HttpContext context, string header) =>
        context.Request.Headers[header].FirstOrDefault()?.Split(',', 2)[0].Trim() is { Length: > 0 } value ? value : null;
}

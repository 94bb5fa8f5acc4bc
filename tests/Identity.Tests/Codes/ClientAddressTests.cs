using System.Net;
using Microsoft.AspNetCore.Http;
using Yilai.Identity.Codes;

namespace Yilai.Identity.Tests.Codes;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7, 127.0.0.1", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:aaaa::1", "20010DB800010002")]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("::ffff:127.0.0.1", null)]
    public void LimitedBy_ForwardedAddress_IsTheClientsOwn(string forwarded, string? expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(expected, ClientAddress.LimitedBy(context));
    }

    [Theory]
    [InlineData("https", "http", true)]
    [InlineData("http", "https", false)]
    [InlineData("", "https", true)]
    [InlineData("", "http", false)]
    public void IsHttps_ForwardedScheme_Wins(string forwarded, string scheme, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = scheme;
        context.Request.Headers["X-Forwarded-Proto"] = forwarded;
        Assert.Equal(expected, ClientAddress.IsHttps(context));
    }
}

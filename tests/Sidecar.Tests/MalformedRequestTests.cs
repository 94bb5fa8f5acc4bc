using System.Net.Sockets;
using System.Text;
using Yilai.Sidecar.Tests.Support;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>Whatever comes in, somebody gets an answer that says whose fault it is, and the next request works.</summary>
public sealed class MalformedRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET /v1.0/state/statestore/%zz HTTP/1.1")]
    [InlineData("GET /v1.0/state/statestore/%00 HTTP/1.1")]
    [InlineData("GET //v1.0//metadata// HTTP/1.1")]
    [InlineData("GET /v1.0/invoke/target/method/%00 HTTP/1.1")]
    [InlineData("GET /v1.0/invoke/target/method/a%1Fb HTTP/1.1")]
    [InlineData("GET /v1.0/invoke/target/method/../../../x HTTP/1.1")]
    [InlineData("GET /v1.0/invoke/target/method/%2e%2e/x?a=%zz HTTP/1.1")]
    [InlineData("GET /v1.0/invoke/%zz/method/x HTTP/1.1")]
    [InlineData("GET /v1.0/invoke//method/x HTTP/1.1")]
    [InlineData("GET /v1.0/invoke/target HTTP/1.1")]
    [InlineData("GET /v1.0/invoke/ HTTP/1.1")]
    [InlineData("GET http://elsewhere/v1.0/healthz HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("DELETE /v1.0/publish HTTP/1.1")]
    [InlineData("POST /v1.0/publish HTTP/1.1")]
    [InlineData("PATCH /v1.0/state/statestore HTTP/1.1")]
    [InlineData("GET /v1.0 HTTP/1.1")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET /v1.0/actors/T/1/state/k HTTP/1.1")]
    [InlineData("GARBAGE")]
    public async Task AnyRequestLine_IsAnswered_AndTheNextOneWorks(string line)
    {
        await using var app = await TestApp.StartAsync(_ => { });
        await using var sidecar = await TestSidecar.StartAsync(Documents(InMemoryState, Component("pubsub", "pubsub.in-memory")), ("app", 0), ("target", app.Port));

        var answer = await SendAsync(sidecar.Ports("app").HttpPort, $"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        // What nobody thought of would be a 500 without a code of Dapr's, or with the code ERROR.
        Assert.DoesNotContain("\"ERROR\"", answer, StringComparison.Ordinal);
        if (answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal))
            Assert.Contains("\"errorCode\":\"ERR_", answer, StringComparison.Ordinal);
        using var http = sidecar.Http("app");
        using var health = await http.GetAsync("/v1.0/healthz/outbound", Cancellation);
        Assert.True(health.IsSuccessStatusCode);
    }

    [Fact]
    public async Task HeaderNamingAStrangeApp_IsRefused()
    {
        await using var sidecar = await TestSidecar.StartAsync("", ("app", 0));

        var answer = await SendAsync(sidecar.Ports("app").HttpPort, "GET /x HTTP/1.1\r\nHost: localhost\r\ndapr-app-id: http://127.0.0.1:1/\r\nConnection: close\r\n\r\n");

        Assert.Contains("ERR_DIRECT_INVOKE", answer, StringComparison.Ordinal);
    }

    private static async Task<string> SendAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, Cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}

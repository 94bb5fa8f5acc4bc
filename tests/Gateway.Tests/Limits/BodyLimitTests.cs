using System.Net;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Limits;

public sealed class BodyLimitTests(Platform platform) : IClassFixture<Platform>
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [InlineData("/api/orders", MiB, false)]
    [InlineData("/api/orders", MiB, true)]
    [InlineData("/hospital/v2/schedules", 3 * MiB, false)]
    [InlineData("/hospital/v2/schedules", 3 * MiB, true)]
    public async Task Post_WithinTheLimit_Arrives(string path, int size, bool chunked)
    {
        var echo = await platform.EchoAsync(Request(path, size, chunked));

        Assert.Equal(size, echo.Length);
    }

    [Theory]
    [InlineData("/api/orders", MiB + 1, false)]
    [InlineData("/api/orders", MiB + 1, true)]
    [InlineData("/api/orders", 10 * MiB, false)]
    [InlineData("/api/orders", 10 * MiB, true)]
    [InlineData("/hospital/v2/schedules", 4 * MiB, false)]
    [InlineData("/hospital/v2/schedules", 4 * MiB, true)]
    [InlineData("/hospital/v2/schedules", 10 * MiB, true)]
    [InlineData("/some-page", 10 * MiB, true)]
    public async Task Post_TooLarge_Is413(string path, int size, bool chunked)
    {
        using var response = await platform.Client.SendAsync(Request(path, size, chunked));

        await ProblemAssert.IsAsync(response, HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    private static HttpRequestMessage Request(string path, int size, bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[size]) };
        request.Headers.TransferEncodingChunked = chunked;
        return request;
    }
}

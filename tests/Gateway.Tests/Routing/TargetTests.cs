using System.Text.Json;
using Yilai.Gateway.Routing;
using Yilai.Gateway.Tests.Support;

namespace Yilai.Gateway.Tests.Routing;

public sealed class TargetTests(Platform platform) : IClassFixture<Platform>
{
    [Theory]
    [InlineData("/hospital/v2/departments/%E5%86%85%E7%A7%91%20%41%7e?a=%7E&b=x+y&c=%2F")]
    [InlineData("/hospital/v2/departments/a;b=c,d:e@f?q=%e4%b8%ad")]
    [InlineData("/api/hospitals//departments?")]
    public async Task Get_EncodedTarget_ArrivesByteForByte(string target)
    {
        var answer = await RawRequest.SendAsync(platform.Client.BaseAddress!, target);

        var json = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        Assert.Equal(target, JsonSerializer.Deserialize<Echo>(json, StubServices.Json)!.Target);
    }

    [Theory]
    [InlineData("/api/orders/../../internal/orders/1")]
    [InlineData("/api/orders/%2e%2E/%2e./internal/orders/1")]
    [InlineData("/api/orders/..%2f..%2finternal/orders/1")]
    [InlineData("/api/orders/..%5c..%5cinternal")]
    [InlineData("/api/orders/%0d%0aX:1")]
    [InlineData("/api/./orders")]
    public async Task Get_TargetThatCouldBeReadOtherwise_IsRefused(string target)
    {
        platform.Services.Calls.Clear();

        var answer = await RawRequest.SendAsync(platform.Client.BaseAddress!, target);

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"malformed-request\"", answer, StringComparison.Ordinal);
        Assert.Empty(platform.Services.Calls);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/a..b/...", true)]
    [InlineData("/a?x=../..", true)]
    [InlineData("*", false)]
    [InlineData("http://elsewhere/api/me", false)]
    [InlineData("/a/%2e%2e", false)]
    public void IsPlain_Target_IsJudgedByItsPath(string target, bool plain) => Assert.Equal(plain, TargetCheck.IsPlain(target));
}

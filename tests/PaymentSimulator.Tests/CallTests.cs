using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

public sealed class CallTests : IAsyncLifetime
{
    private static readonly object Content = new { out_trade_no = "o_1" };
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.SetAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData("method", null, "40001", "isv.missing-method", "error_response")]
    [InlineData("method", "alipay.trade.steal", "40002", "isv.invalid-method", "error_response")]
    [InlineData("app_id", null, "40001", "isv.missing-app-id", "alipay_trade_query_response")]
    [InlineData("app_id", "2021000000000043", "40002", "isv.invalid-app-id", "alipay_trade_query_response")]
    public async Task Call_OfNobodyKnown_IsRefusedUnsigned(string name, string? value, string code, string subCode, string node)
    {
        var answer = await SendAsync(stage.Merchant.Signed(AlipayMethods.Query, Content, p => p[name] = value));

        Assert.StartsWith($$"""{"{{node}}":{"code":"{{code}}",""", answer, StringComparison.Ordinal);
        Assert.Contains($"\"sub_code\":\"{subCode}\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"sign\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sign_type", null, "40001", "isv.missing-signature-type")]
    [InlineData("sign_type", "RSA", "40002", "isv.invalid-signature-type")]
    [InlineData("charset", "gbk", "40002", "isv.invalid-charset")]
    [InlineData("timestamp", null, "40001", "isv.missing-timestamp")]
    [InlineData("timestamp", "2026-03-01T09:00:00Z", "40002", "isv.invalid-timestamp")]
    [InlineData("version", null, "40001", "isv.missing-version")]
    [InlineData("version", "2.0", "40002", "isv.invalid-parameter")]
    [InlineData("format", "XML", "40002", "isv.invalid-format")]
    [InlineData("biz_content", null, "40004", "ACQ.INVALID_PARAMETER")]
    [InlineData("biz_content", "{", "40002", "isv.invalid-parameter")]
    [InlineData("biz_content", "[]", "40002", "isv.invalid-parameter")]
    [InlineData("biz_content", "\"text\"", "40002", "isv.invalid-parameter")]
    [InlineData("biz_content", """{"out_trade_no":"\ud800"}""", "40002", "isv.invalid-parameter")]
    [InlineData("biz_content", "{}", "40004", "ACQ.INVALID_PARAMETER")]
    [InlineData("biz_content", """{"out_trade_no":"a\u0000b"}""", "40004", "ACQ.INVALID_PARAMETER")]
    [InlineData("biz_content", """{"out_trade_no":["o_1"]}""", "40004", "ACQ.TRADE_NOT_EXIST")]
    public async Task Call_NotAsItShouldBe_IsRefusedSigned(string name, string? value, string code, string subCode)
    {
        var answer = await SendAsync(stage.Merchant.Signed(AlipayMethods.Query, Content, p => p[name] = value));

        var node = Merchant.Read(answer, "alipay_trade_query_response");
        Assert.Equal((code, subCode), (node.Text("code"), node.Text("sub_code")));
        Assert.NotNull(node.Text("sub_msg"));
    }

    [Theory]
    [InlineData("sign", null, "isv.missing-signature")]
    [InlineData("sign", "bm9ib2R5", "isv.invalid-signature")]
    [InlineData("sign", "not base64 at all", "isv.invalid-signature")]
    [InlineData("biz_content", """{"out_trade_no":"o_2"}""", "isv.invalid-signature")]
    [InlineData("more", "than was signed", "isv.invalid-signature")]
    public async Task Call_ChangedAfterSigning_IsRefused(string name, string? value, string subCode)
    {
        var parameters = stage.Merchant.Signed(AlipayMethods.Query, Content);
        parameters[name] = value;

        Assert.Equal(subCode, Merchant.Read(await SendAsync(parameters), "alipay_trade_query_response").Text("sub_code"));
    }

    [Fact]
    public async Task Call_DividedBetweenQueryAndForm_IsUnderstood()
    {
        var parameters = stage.Merchant.Signed(AlipayMethods.Query, Content);
        var (query, form) = (parameters.Where(p => p.Key != "biz_content"), parameters.Where(p => p.Key == "biz_content"));
        using var body = new FormUrlEncodedContent(form!);

        using var response = await stage.Http.PostAsync(new Uri(QueryHelpers.AddQueryString("/gateway.do", query), UriKind.Relative), body);

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("ACQ.TRADE_NOT_EXIST", Merchant.Read(await response.Content.ReadAsStringAsync(), "alipay_trade_query_response").Text("sub_code"));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "%%%=&&&=%00")]
    [InlineData("multipart/form-data; boundary=x", "--y")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "")]
    public async Task Call_Nonsense_IsRefusedNeverAFailure(string type, string text)
    {
        using var body = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text));
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        using var response = await stage.Http.PostAsync(new Uri("/gateway.do", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("{\"error_response\":{\"code\":\"4000", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_TooLong_IsRefusedNeverAFailure()
    {
        using var body = new FormUrlEncodedContent([new("biz_content", new string('x', 400_000))]);

        using var response = await stage.Http.PostAsync(new Uri("/gateway.do", UriKind.Relative), body);

        Assert.True((int)response.StatusCode < 500, response.StatusCode.ToString());
    }

    private async Task<string> SendAsync(Dictionary<string, string?> parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Where(p => p.Value is not null)!);
        using var response = await stage.Http.PostAsync(new Uri("/gateway.do", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}

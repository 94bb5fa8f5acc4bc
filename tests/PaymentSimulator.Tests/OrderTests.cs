using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

/// <summary>What a payment page makes of what the merchant asks for.</summary>
public sealed class OrderTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.SetAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData("total_amount", "\"0\"")]
    [InlineData("total_amount", "\"0.00\"")]
    [InlineData("total_amount", "\"0.001\"")]
    [InlineData("total_amount", "\"-1.00\"")]
    [InlineData("total_amount", "\"1e3\"")]
    [InlineData("total_amount", "\"fifty\"")]
    [InlineData("total_amount", "\"100000000.01\"")]
    [InlineData("total_amount", "{}")]
    [InlineData("total_amount", "null")]
    [InlineData("out_trade_no", "\"\"")]
    [InlineData("out_trade_no", "\"a b\"")]
    [InlineData("out_trade_no", "\"<b>\"")]
    [InlineData("subject", "null")]
    [InlineData("product_code", "\"QUICK_WAP_WAY\"")]
    [InlineData("time_expire", "\"tomorrow\"")]
    [InlineData("timeout_express", "\"30m\"")]
    public async Task Page_OfAnImpossibleOrder_IsRefused(string name, string value)
    {
        var answer = await OpenAsync(name, value);
        Assert.Equal(("40004", "ACQ.INVALID_PARAMETER"), (answer.Code, answer.SubCode));
    }

    [Theory]
    [InlineData("total_amount", "50", "50.00")]
    [InlineData("total_amount", "\"50.5\"", "50.50")]
    [InlineData("out_trade_no", "\"20261125-7\"", "20261125-7")]
    public async Task Page_OfAnOrderInAnotherForm_IsShown(string name, string value, string shown)
    {
        var (_, _, html) = await OpenAsync(name, value);
        Assert.Contains(shown, html, StringComparison.Ordinal);
        Assert.Contains("name=\"action\" value=\"pay\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return_url", "javascript:alert(1)")]
    [InlineData("return_url", "/paid")]
    [InlineData("notify_url", "ftp://merchant.test/notify")]
    public async Task Page_WithAnAddressThatIsNotOfTheWeb_IsRefused(string name, string value)
    {
        var page = QueryHelpers.AddQueryString("/gateway.do", stage.Merchant.Signed(AlipayMethods.PagePay, Order("subject", "\"x\""), p => p[name] = value));
        var answer = await stage.Http.GetStringAsync(new Uri(page, UriKind.Relative));
        Assert.Equal("ACQ.INVALID_PARAMETER", Merchant.Read(answer, "alipay_trade_page_pay_response").Text("sub_code"));
    }

    [Fact]
    public async Task Page_ChangedOnTheWay_CannotBePaid()
    {
        var page = stage.Merchant.PageOf("o_1").Replace("50.00", "00.01", StringComparison.Ordinal);

        using var response = await stage.Merchant.ActAsync(page, "pay");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("isv.invalid-signature", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await stage.Merchant.QueryAsync("o_1")).Text("sub_code"));
    }

    [Fact]
    public async Task Act_OfNoButton_IsRefused()
    {
        using var response = await stage.Merchant.ActAsync(stage.Merchant.PageOf("o_1"), "steal");

        Assert.Contains("isv.invalid-parameter", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await stage.Merchant.QueryAsync("o_1")).Text("sub_code"));
    }

    private async Task<(string? Code, string? SubCode, string Text)> OpenAsync(string name, string value)
    {
        var page = QueryHelpers.AddQueryString("/gateway.do", stage.Merchant.Signed(AlipayMethods.PagePay, Order(name, value)));
        var answer = await stage.Http.GetStringAsync(new Uri(page, UriKind.Relative));
        if (answer[0] != '{')
        {
            return (null, null, answer);
        }

        var node = Merchant.Read(answer, "alipay_trade_page_pay_response");
        return (node.Text("code"), node.Text("sub_code"), answer);
    }

    private static string Order(string name, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["out_trade_no"] = "\"o_1\"",
            ["total_amount"] = "\"50.00\"",
            ["subject"] = "\"x\"",
            ["product_code"] = "\"FAST_INSTANT_TRADE_PAY\"",
            [name] = value,
        };
        return $"{{{string.Join(',', fields.Select(field => $"\"{field.Key}\":{field.Value}"))}}}";
    }
}

using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

public sealed class PayTests : IAsyncLifetime
{
    private Stage stage = null!;
    private Merchant merchant = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.SetAsync();
        merchant = stage.Merchant;
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Page_OpenedOnly_MakesNoTrade()
    {
        var html = await stage.Http.GetStringAsync(new Uri(merchant.PageOf("o_1"), UriKind.Relative));

        Assert.Contains("50.00", html, StringComparison.Ordinal);
        Assert.Contains("专家门诊 挂号费", html, StringComparison.Ordinal);
        Assert.Contains("模拟支付", html, StringComparison.Ordinal);
        Assert.Contains("30分 0秒", html, StringComparison.Ordinal);
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await merchant.QueryAsync("o_1")).Text("sub_code"));
    }

    [Fact]
    public async Task Pay_OnThePage_IsKnownToQueryReturnAndNotification()
    {
        var back = await merchant.PayAsync(merchant.PageOf("o_1", "50.50", stage.Shop.NotifyUrl, "http://merchant.test/paid?order=7#top"));

        var trade = await merchant.QueryAsync("o_1");
        Assert.Equal(("10000", "TRADE_SUCCESS", "50.50"), (trade.Text("code"), trade.Text("trade_status"), trade.Text("total_amount")));
        Assert.Equal("2026-03-01 09:00:00", trade.Text("send_pay_date"));

        Assert.StartsWith("http://merchant.test/paid?order=7&", back!.ToString(), StringComparison.Ordinal);
        var returned = QueryHelpers.ParseQuery(back.Query).Where(p => p.Key != "order").ToDictionary(p => p.Key, p => p.Value.ToString());
        Assert.True(AlipaySignature.Verify(AlipaySignature.ContentOfNotification(returned), returned["sign"], TestKeys.Provider));
        Assert.Equal(
            ("alipay.trade.page.pay.return", TestKeys.AppId, "o_1", trade.Text("trade_no"), "50.50", "RSA2"),
            (returned["method"], returned["app_id"], returned["out_trade_no"], returned["trade_no"], returned["total_amount"], returned["sign_type"]));

        await stage.WaitForQuietAsync();
        var told = Assert.Single(stage.Shop.Notifications);
        Assert.Equal(
            ("yes", "trade_status_sync", "TRADE_SUCCESS", "o_1", trade.Text("trade_no"), "50.50", returned["seller_id"]),
            (told["verified"], told["notify_type"], told["trade_status"], told["out_trade_no"], told["trade_no"], told["total_amount"], told["seller_id"]));
        Assert.Equal(("专家门诊 挂号费", TestKeys.AppId, "2026-03-01 09:00:00"), (told["subject"], told["app_id"], told["gmt_payment"]));
        Assert.DoesNotContain("refund_fee", told);
    }

    [Fact]
    public async Task Pay_Twice_ChangesNothing()
    {
        var page = merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl);
        var first = await merchant.PayAsync(page);
        // A shop that is being told just now would be told again: it has five seconds to answer.
        await stage.WaitForQuietAsync();
        stage.Time.Advance(TimeSpan.FromSeconds(5));

        var second = await merchant.PayAsync(page);

        Assert.NotNull(second);
        Assert.Equal(QueryHelpers.ParseQuery(first!.Query)["trade_no"], QueryHelpers.ParseQuery(second.Query)["trade_no"]);
        Assert.Equal("2026-03-01 09:00:00", (await merchant.QueryAsync("o_1")).Text("send_pay_date"));
        await stage.WaitForQuietAsync();
        Assert.Single(stage.Shop.Notifications);
    }

    [Fact]
    public async Task Pay_ManyAtOnce_IsOnePayment()
    {
        var page = merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl);

        var backs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => merchant.PayAsync(page)));

        Assert.Single(backs.Select(back => QueryHelpers.ParseQuery(back!.Query)["trade_no"].ToString()).Distinct());
        Assert.Equal(1, (await merchant.BooksAsync()).GetProperty("payments").GetArrayLength());
        await stage.WaitForQuietAsync();
        Assert.Single(stage.Shop.Notifications);
    }

    [Fact]
    public async Task Fail_ThenPay_MakesTheTradeAndPaysIt()
    {
        var page = merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl);

        using var failed = await merchant.ActAsync(page, "fail");

        Assert.Equal((HttpStatusCode.SeeOther, "http://merchant.test/paid"), (failed.StatusCode, failed.Headers.Location?.ToString()));
        var waiting = await merchant.QueryAsync("o_1");
        Assert.Equal("WAIT_BUYER_PAY", waiting.Text("trade_status"));
        await stage.WaitForQuietAsync();
        Assert.Empty(stage.Shop.Notifications);

        await merchant.PayAsync(page);
        var paid = await merchant.QueryAsync("o_1");
        Assert.Equal(("TRADE_SUCCESS", waiting.Text("trade_no")), (paid.Text("trade_status"), paid.Text("trade_no")));
    }

    [Fact]
    public async Task Abandon_LeavesNoTrace()
    {
        using var response = await merchant.ActAsync(merchant.PageOf("o_1"), "abandon");

        Assert.Equal((HttpStatusCode.SeeOther, "http://merchant.test/paid"), (response.StatusCode, response.Headers.Location?.ToString()));
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await merchant.QueryAsync("o_1")).Text("sub_code"));
    }

    [Fact]
    public async Task Pay_WithoutReturnAddress_ShowsWhatCameOfIt()
    {
        using var response = await merchant.ActAsync(merchant.PageOf("o_1", back: null), "pay");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("已支付", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pay_Expired_IsRefusedAndTheTradeClosed()
    {
        var page = merchant.PageOf("o_1", expires: stage.Time.GetUtcNow().AddMinutes(1));
        var untouched = merchant.PageOf("o_2", expires: stage.Time.GetUtcNow().AddMinutes(1));
        using var failed = await merchant.ActAsync(page, "fail");
        stage.Time.Advance(TimeSpan.FromMinutes(1));

        foreach (var late in new[] { page, untouched })
        {
            using var response = await merchant.ActAsync(late, "pay");
            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
            Assert.Contains("已超时", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("TRADE_CLOSED", (await merchant.QueryAsync("o_1")).Text("trade_status"));
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await merchant.QueryAsync("o_2")).Text("sub_code"));
    }

    [Fact]
    public async Task Pay_InTheLastSecond_IsAPayment()
    {
        var page = merchant.PageOf("o_1", expires: stage.Time.GetUtcNow().AddMinutes(1));
        stage.Time.Advance(TimeSpan.FromSeconds(59));

        Assert.NotNull(await merchant.PayAsync(page));
        stage.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("TRADE_SUCCESS", (await merchant.QueryAsync("o_1")).Text("trade_status"));
    }

    [Theory]
    [InlineData("pay")]
    [InlineData("fail")]
    public async Task Act_SameNumberAnotherAmount_IsRefused(string action)
    {
        using var first = await merchant.ActAsync(merchant.PageOf("o_1", "50.00"), "fail");

        using var response = await merchant.ActAsync(merchant.PageOf("o_1", "0.01"), action);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("订单信息不一致", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(("WAIT_BUYER_PAY", "50.00"), ((await merchant.QueryAsync("o_1")).Text("trade_status"), (await merchant.QueryAsync("o_1")).Text("total_amount")));
    }
}

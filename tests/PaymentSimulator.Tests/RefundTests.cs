using System.Text.Json;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

public sealed class RefundTests : IAsyncLifetime
{
    private Stage stage = null!;
    private Merchant merchant = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.SetAsync();
        merchant = stage.Merchant;
        await merchant.PayAsync(merchant.PageOf("o_1", "50.00", stage.Shop.NotifyUrl));
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Refund_InParts_EndsWithTheTradeClosed()
    {
        var first = await merchant.RefundAsync("o_1", "r_1", "20.00");
        Assert.Equal(("10000", "Y", "20.00", "20.00"), (first.Text("code"), first.Text("fund_change"), first.Text("refund_fee"), first.Text("send_back_fee")));
        Assert.Equal("TRADE_SUCCESS", (await merchant.QueryAsync("o_1")).Text("trade_status"));

        var second = await merchant.RefundAsync("o_1", "r_2", "30");
        Assert.Equal(("Y", "50.00", "30.00"), (second.Text("fund_change"), second.Text("refund_fee"), second.Text("send_back_fee")));
        Assert.Equal("TRADE_CLOSED", (await merchant.QueryAsync("o_1")).Text("trade_status"));
        Assert.Equal("ACQ.TRADE_HAS_FINISHED", (await merchant.RefundAsync("o_1", "r_3", "0.01")).Text("sub_code"));
    }

    [Fact]
    public async Task Refund_InParts_IsToldEachTime()
    {
        await merchant.RefundAsync("o_1", "r_1", "20.00");
        await merchant.RefundAsync("o_1", "r_2", "30.00");
        await stage.WaitForQuietAsync();

        Assert.All(stage.Shop.Notifications, told => Assert.Equal("yes", told["verified"]));
        var told = stage.Shop.Notifications.Where(n => n.ContainsKey("out_biz_no")).OrderBy(n => n["out_biz_no"], StringComparer.Ordinal).ToArray();
        Assert.Equal(2, told.Length);
        Assert.Equal(("r_1", "TRADE_SUCCESS", "20.00", "2026-03-01 09:00:00.000"), (told[0]["out_biz_no"], told[0]["trade_status"], told[0]["refund_fee"], told[0]["gmt_refund"]));
        Assert.Equal(("r_2", "TRADE_CLOSED", "50.00"), (told[1]["out_biz_no"], told[1]["trade_status"], told[1]["refund_fee"]));
        Assert.DoesNotContain("gmt_close", told[0]);
        Assert.Equal("2026-03-01 09:00:00", told[1]["gmt_close"]);
    }

    [Fact]
    public async Task Refund_Again_GivesNothingMore()
    {
        await merchant.RefundAsync("o_1", "r_1", "20.00");

        var again = await merchant.RefundAsync("o_1", "r_1", "20.00");

        Assert.Equal(("10000", "N", "20.00"), (again.Text("code"), again.Text("fund_change"), again.Text("refund_fee")));
        Assert.Equal("ACQ.DISCORDANT_REPEAT_REQUEST", (await merchant.RefundAsync("o_1", "r_1", "20.01")).Text("sub_code"));
        Assert.Equal(20.00m, Payment(await merchant.BooksAsync()).GetProperty("refunded").GetDecimal());
        await stage.WaitForQuietAsync();
        Assert.Equal(2, stage.Shop.Notifications.Count);
    }

    [Fact]
    public async Task Refund_ManyAtOnce_NeverGivesMoreThanWasPaid()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => merchant.RefundAsync("o_1", $"r_{i}", "20.00")));

        Assert.Equal(2, answers.Count(answer => answer.Text("fund_change") == "Y"));
        Assert.Equal(10, answers.Count(answer => answer.Text("sub_code") == "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"));
        Assert.Equal("40.00", Payment(await merchant.BooksAsync()).GetProperty("refunded").GetRawText());
    }

    [Fact]
    public async Task Refund_SameNumberManyTimesAtOnce_IsOneRefund()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => merchant.RefundAsync("o_1", "r_1", "20.00")));

        Assert.Equal(1, answers.Count(answer => answer.Text("fund_change") == "Y"));
        Assert.Equal(11, answers.Count(answer => answer.Text("fund_change") == "N"));
        Assert.Equal(1, (await merchant.BooksAsync()).GetProperty("refunds").GetArrayLength());
    }

    [Theory]
    [InlineData("r_1", "50.01", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")]
    [InlineData(null, "20.00", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")]
    [InlineData("r_1", "0.00", "ACQ.INVALID_PARAMETER")]
    [InlineData("r_1", "-1.00", "ACQ.INVALID_PARAMETER")]
    [InlineData("r_1", "1.001", "ACQ.INVALID_PARAMETER")]
    [InlineData("r_1", "", "ACQ.INVALID_PARAMETER")]
    public async Task Refund_OfWhatCannotBe_IsRefused(string? request, string amount, string subCode)
    {
        Assert.Equal(subCode, (await merchant.RefundAsync("o_1", request, amount)).Text("sub_code"));
        Assert.Equal(0, (await merchant.BooksAsync()).GetProperty("refunds").GetArrayLength());
    }

    [Fact]
    public async Task Refund_WithoutANumber_IsTheWholeAndNamedAfterTheTrade()
    {
        var refund = await merchant.RefundAsync("o_1", null, "50.00");

        Assert.Equal("Y", refund.Text("fund_change"));
        Assert.Equal("N", (await merchant.RefundAsync("o_1", null, "50.00")).Text("fund_change"));
        await stage.WaitForQuietAsync();
        Assert.Equal(refund.Text("trade_no"), stage.Shop.Notifications.Single(told => told.ContainsKey("refund_fee"))["out_biz_no"]);
    }

    [Fact]
    public async Task Refund_OfWhatIsNotPaid_IsRefused()
    {
        using var failed = await merchant.ActAsync(merchant.PageOf("o_2"), "fail");

        Assert.Equal("ACQ.TRADE_STATUS_ERROR", (await merchant.RefundAsync("o_2", "r_1", "50.00")).Text("sub_code"));
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await merchant.RefundAsync("o_3", "r_1", "50.00")).Text("sub_code"));
    }

    [Fact]
    public async Task RefundQuery_TellsOfTheRefundThereIs()
    {
        await merchant.RefundAsync("o_1", "r_1", "20.00");

        var known = await QueryRefundAsync("o_1", "r_1");
        Assert.Equal(("20.00", "50.00", "REFUND_SUCCESS", "停诊"), (known.Text("refund_amount"), known.Text("total_amount"), known.Text("refund_status"), known.Text("refund_reason")));
        var unknown = await QueryRefundAsync("o_1", "r_2");
        Assert.Equal(("10000", null), (unknown.Text("code"), unknown.Text("refund_amount")));
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await QueryRefundAsync("o_2", "r_1")).Text("sub_code"));
        Assert.Equal("ACQ.INVALID_PARAMETER", (await QueryRefundAsync("o_1", "")).Text("sub_code"));
    }

    [Fact]
    public async Task Books_AfterARefund_AreExactToTheCent()
    {
        await merchant.RefundAsync("o_1", "r_1", "20.10");

        var books = await merchant.BooksAsync();

        var payment = Payment(books);
        Assert.Equal(("50.00", "20.10", "TRADE_SUCCESS"), (payment.GetProperty("amount").GetRawText(), payment.GetProperty("refunded").GetRawText(), payment.Text("status")));
        Assert.Equal(("2026-03-01T01:00:00+00:00", ""), (payment.Text("paidAt"), payment.Text("closedAt")));
        var refund = Assert.Single(books.GetProperty("refunds").EnumerateArray());
        Assert.Equal(("o_1", "r_1", "20.10", "停诊"), (refund.Text("outTradeNo"), refund.Text("outRequestNo"), refund.GetProperty("amount").GetRawText(), refund.Text("reason")));
    }

    private Task<JsonElement> QueryRefundAsync(string outTradeNo, string request) =>
        merchant.CallAsync(AlipayMethods.RefundQuery, new { out_trade_no = outTradeNo, out_request_no = request });

    private static JsonElement Payment(JsonElement books) => Assert.Single(books.GetProperty("payments").EnumerateArray());
}

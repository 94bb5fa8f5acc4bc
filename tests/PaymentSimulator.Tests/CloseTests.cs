using System.Net;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

public sealed class CloseTests : IAsyncLifetime
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
    public async Task Close_OfWhatIsNotPaid_MakesItImpossibleToPay()
    {
        var page = merchant.PageOf("o_1");
        using var failed = await merchant.ActAsync(page, "fail");

        var closed = await CloseAsync(new { out_trade_no = "o_1" });

        Assert.Equal(("10000", "o_1"), (closed.Text("code"), closed.Text("out_trade_no")));
        using var late = await merchant.ActAsync(page, "pay");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("交易已关闭", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("TRADE_CLOSED", (await merchant.QueryAsync("o_1")).Text("trade_status"));
        Assert.Equal("ACQ.TRADE_STATUS_ERROR", (await CloseAsync(new { out_trade_no = "o_1" })).Text("sub_code"));
    }

    [Fact]
    public async Task Close_OfWhatIsPaid_IsRefused()
    {
        await merchant.PayAsync(merchant.PageOf("o_1"));

        Assert.Equal("ACQ.TRADE_STATUS_ERROR", (await CloseAsync(new { out_trade_no = "o_1" })).Text("sub_code"));
        Assert.Equal("TRADE_SUCCESS", (await merchant.QueryAsync("o_1")).Text("trade_status"));
    }

    [Fact]
    public async Task Close_OfWhatNobodyActedOn_ChangesNothing()
    {
        Assert.Equal("ACQ.TRADE_NOT_EXIST", (await CloseAsync(new { out_trade_no = "o_1" })).Text("sub_code"));
        Assert.NotNull(await merchant.PayAsync(merchant.PageOf("o_1")));
    }

    [Fact]
    public async Task Close_ByTheProvidersNumber_IsTheSame()
    {
        using var failed = await merchant.ActAsync(merchant.PageOf("o_1"), "fail");
        var tradeNo = (await merchant.QueryAsync("o_1")).Text("trade_no");

        Assert.Equal("o_1", (await CloseAsync(new { trade_no = tradeNo })).Text("out_trade_no"));
    }

    [Fact]
    public async Task CloseAndPay_AtOnce_OneOfThemWins()
    {
        for (var i = 0; i < 10; i++)
        {
            var page = merchant.PageOf($"o_{i}");
            using var failed = await merchant.ActAsync(page, "fail");
            var pay = merchant.ActAsync(page, "pay");
            var closed = await CloseAsync(new { out_trade_no = $"o_{i}" });
            using var paid = await pay;

            Assert.True(closed.Text("code") == "10000" ^ paid.StatusCode == HttpStatusCode.SeeOther);
        }
    }

    private Task<System.Text.Json.JsonElement> CloseAsync(object content) => merchant.CallAsync(AlipayMethods.Close, content);
}

using System.Net;
using System.Text;
using Yilai.Orders.Tests.Platform;
using Yilai.TestSupport;

namespace Yilai.Orders.Tests.Payments;

/// <summary>Paying at the provider: what makes an order paid, and what does not.</summary>
public sealed class PaymentTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Pay_AtTheProvidersPage_MakesTheOrderPaid()
    {
        var payer = await Payer.BookAsync(orders);
        var order = await payer.PaidAsync();
        Assert.Equal(["placed", "paid"], order.Body["timeline"]!.AsArray().Select(t => (string)t!["what"]!));
        Assert.NotNull((string?)order.Body["paidAt"]);
        Assert.Equal(("TRADE_SUCCESS", 0m), await payer.BooksAsync());
    }

    [Fact]
    public async Task StartPayment_AskedAgain_IsTheSamePayment()
    {
        var payer = await Payer.BookAsync(orders);
        var first = await payer.StartAsync();
        var second = await payer.StartAsync();
        Assert.Equal((string)first.Body["paymentId"]!, (string)second.Body["paymentId"]!);
    }

    [Fact]
    public async Task StartPayment_NotPossible_SaysWhy()
    {
        var payer = await Payer.BookAsync(orders);
        Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), Pair(await payer.StartAsync(user: Accounts.NewUser())));
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), Pair(await payer.StartAsync(channel: "cash")));
        await payer.PaidAsync();
        Assert.Equal((HttpStatusCode.Conflict, "order-paid"), Pair(await payer.StartAsync()));

        var expired = await Payer.BookAsync(orders);
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal((HttpStatusCode.Conflict, "order-expired"), Pair(await expired.StartAsync()));
        await orders.ExpireAsync();
        Assert.Equal((HttpStatusCode.Conflict, "order-expired"), Pair(await expired.StartAsync()));

        var cancelled = await Payer.BookAsync(orders);
        await orders.CancelAsync(cancelled.OrderId, cancelled.User);
        Assert.Equal((HttpStatusCode.Conflict, "order-not-payable"), Pair(await cancelled.StartAsync()));
    }

    [Fact]
    public async Task Book_WithoutAFee_IsPaidAtOnce()
    {
        var payer = await Payer.BookAsync(orders, fee: 0);
        Assert.Equal("paid", (string?)(await payer.ReadAsync()).Body["status"]);
        Assert.Equal((HttpStatusCode.Conflict, "order-paid"), Pair(await payer.StartAsync()));
        Assert.Equal("cancelled", (string?)(await orders.CancelAsync(payer.OrderId, payer.User)).Body["status"]);
        await payer.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Refresh_WhenTheNotificationIsLost_AsksTheProvider()
    {
        var payer = await Payer.BookAsync(orders);
        Assert.Equal("unpaid", (string?)(await payer.RefreshAsync()).Body["status"]);
        orders.Entrance.IsClosed = true;
        try
        {
            await payer.PayAsync();
            Assert.Equal("paid", (string?)(await payer.RefreshAsync()).Body["status"]);
        }
        finally
        {
            orders.Entrance.IsClosed = false;
        }
    }

    [Fact]
    public async Task Notification_Repeated_ChangesNothing()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        var form = await NotificationOfAsync(payer);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((HttpStatusCode.OK, "success"), await NotifyAsync(form));
        }

        Assert.Equal(["placed", "paid"], (await payer.ReadAsync()).Body["timeline"]!.AsArray().Select(t => (string)t!["what"]!));
    }

    [Fact]
    public async Task Notification_Forged_IsRefusedAndChangesNothing()
    {
        var victim = await Payer.BookAsync(orders);
        await victim.StartAsync();
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        var genuine = await NotificationOfAsync(payer);
        var own = await payer.OutTradeNoAsync();
        var forged = genuine.Replace(own, await victim.OutTradeNoAsync(), StringComparison.Ordinal);
        Assert.NotEqual(genuine, forged);
        foreach (var form in new[] { forged, genuine.Replace("50.00", "0.01", StringComparison.Ordinal), "", "sign=QUJD", "sign=&app_id=x" })
        {
            Assert.Equal((HttpStatusCode.BadRequest, "failure"), await NotifyAsync(form));
        }

        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await orders.Client.PostAsync(new Uri("/api/payments/alipay/notifications", UriKind.Relative), json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("unpaid", (string?)(await victim.ReadAsync()).Body["status"]);
    }

    [Fact]
    public async Task Bill_OfAPaidOrder_SaysWhatWasPaidAndGivenBack()
    {
        var payer = await Payer.BookAsync(orders);
        Assert.Equal((HttpStatusCode.Conflict, "order-not-paid"), Pair(await payer.BillAsync()));
        await payer.PaidAsync();
        var bill = await payer.BillAsync();
        Assert.Equal((50m, 0m), ((decimal)bill.Body["paid"]!, (decimal)bill.Body["refunded"]!));
        Assert.Equal("医事服务费", (string?)bill.Body["items"]!.AsArray().Single()!["name"]);
        Assert.Equal(await payer.OutTradeNoAsync(), (string?)bill.Body["payments"]!.AsArray().Single()!["outTradeNo"]);
        await orders.CancelAsync(payer.OrderId, payer.User);
        await payer.RunRefundsAsync();
        Assert.Equal(50m, (decimal)(await payer.BillAsync()).Body["refunded"]!);
        Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), Pair(await orders.GetAsync($"/api/orders/{payer.OrderId}/bill", Accounts.NewUser())));
    }

    internal static (HttpStatusCode Status, string? Code) Pair(Answer answer) => (answer.Status, answer.Code);

    private async Task<string> NotificationOfAsync(Payer payer)
    {
        var outTradeNo = await payer.OutTradeNoAsync();
        string? form = null;
        await Eventually.TrueAsync("the provider notifies", () => Task.FromResult(
            (form = orders.Entrance.Notifications.Select(Encoding.UTF8.GetString).FirstOrDefault(n => n.Contains(outTradeNo, StringComparison.Ordinal))) is not null));
        return form!;
    }

    private async Task<(HttpStatusCode Status, string Body)> NotifyAsync(string form)
    {
        using var content = Entrance.FormOf(Encoding.UTF8.GetBytes(form));
        using var answer = await orders.Client.PostAsync(new Uri("/api/payments/alipay/notifications", UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

using System.Net;
using Yilai.Orders.Tests.Payments;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Reconciliation;

/// <summary>Our books against the payment provider's.</summary>
public sealed class PaymentDifferenceTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Reconcile_BooksThatAgree_ListsNothing()
    {
        var payer = await orders.ConfirmedAsync();
        var refunded = await orders.ConfirmedAsync();
        await orders.CancelAsync(refunded.OrderId, refunded.User);
        await refunded.RunRefundsAsync();
        orders.Hospitals.Books[refunded.OrderId] = new Held("cancelled");
        orders.Clock.Advance(Reconciling.Long);
        var run = await orders.ReconcileAsync();
        Assert.Equal(0, (int)run["notReached"]!);
        Assert.True((int)run["compared"]! >= 2);
        Assert.Empty(await orders.StandingOfAsync(payer.OrderId));
        Assert.Empty(await orders.StandingOfAsync(refunded.OrderId));
    }

    [Fact]
    public async Task PaymentMissed_OrderWaits_IsTakenIn()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.UnnoticedAsync(payer, async () =>
        {
            var run = await orders.ReconcileAsync();
            Assert.True((int)run["differences"]! >= 1 && (int)run["repaired"]! >= 1);
            Assert.Equal("paid", (string?)(await payer.ReadAsync()).Body["status"]);
        });
        var found = Assert.Single(await orders.DifferencesOfAsync(payer.OrderId));
        Assert.Equal(("payment-missed", "repaired", "taken-in"), ((string?)found["kind"], (string?)found["state"], (string?)found["repair"]));
        Assert.Equal("waiting 50.00 / TRADE_SUCCESS 50.00", Reconciling.Says(found));
        Assert.Equal(await payer.OutTradeNoAsync(), (string?)found["reference"]);

        await orders.ReconcileAsync();
        Assert.Single(await orders.DifferencesOfAsync(payer.OrderId));
    }

    [Fact]
    public async Task PaymentMissed_OrderHasEnded_GoesBackByItself()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.UnnoticedAsync(payer, async () =>
        {
            await orders.CancelAsync(payer.OrderId, payer.User);
            orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
            await orders.ReconcileAsync();
        });
        Assert.Equal(["payment-missed repaired taken-in"], await orders.StandingOfAsync(payer.OrderId));
        await payer.RunRefundsAsync();
        Assert.Equal("cancelled", (string?)(await payer.ReadAsync()).Body["status"]);
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
        await orders.ReconcileAsync();
        Assert.Single(await orders.DifferencesOfAsync(payer.OrderId));
    }

    [Fact]
    public async Task PaymentUnfounded_IsKeptForOperators_AndOnceOnly()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.SpoilAsync(
            """
            insert into payment (id, order_id, channel, out_trade_no, amount, status, created_at, paid_at)
            select id, id, 'alipay', 'P' || out_trade_no, amount, 'paid', @now, @now from order_info where id = @id;
            update order_info set order_status = 1, paid_at = @now where id = @id
            """,
            payer.OrderId);
        orders.Hospitals.Books[payer.OrderId] = new Held("paid");
        for (var i = 0; i < 2; i++)
        {
            Assert.True((int)(await orders.ReconcileAsync())["left"]! >= 1);
        }

        Assert.Equal("paid 50.00 / unknown", Reconciling.Says(Assert.Single(await orders.DifferencesOfAsync(payer.OrderId))));
        Assert.Equal(["payment-unfounded open"], await orders.StandingOfAsync(payer.OrderId));
    }

    [Fact]
    public async Task PaymentAmount_IsKeptForOperators()
    {
        var payer = await orders.ConfirmedAsync();
        await orders.SpoilAsync("update payment set amount = 40 where order_id = @id", payer.OrderId);
        await orders.ReconcileAsync();
        var found = (await orders.DifferencesOfAsync(payer.OrderId)).Single(d => (string?)d["kind"] == "payment-amount");
        Assert.Equal("paid 40.00 / TRADE_SUCCESS 50.00", Reconciling.Says(found));
        Assert.Equal("open", (string?)found["state"]);
    }

    [Fact]
    public async Task RefundMissing_IsGivenAgain()
    {
        var payer = await CancelledAsync();
        await orders.SpoilAsync("update refund set status = 'done', done_at = @now where order_id = @id", payer.OrderId);
        await orders.SpoilAsync("update order_info set order_status = -4 where id = @id", payer.OrderId);
        orders.Clock.Advance(Reconciling.Long);
        await orders.ReconcileAsync();
        Assert.Equal(["refund-missing repaired given-again"], await orders.StandingOfAsync(payer.OrderId));
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
    }

    [Fact]
    public async Task RefundMissing_ProviderRefuses_StaysOpenAndSaysWhy()
    {
        var payer = await CancelledAsync();
        await payer.RunRefundsAsync();
        // Another id: the provider has given all of it back already, and refuses more.
        await orders.SpoilAsync("update refund set id = gen_random_uuid() where order_id = @id", payer.OrderId);
        orders.Clock.Advance(Reconciling.Long);
        await orders.ReconcileAsync();
        Assert.Equal(["refund-missing open", "refund-unknown open"], (await orders.StandingOfAsync(payer.OrderId)).Order());
        var missing = (await orders.DifferencesOfAsync(payer.OrderId)).Single(d => (string?)d["kind"] == "refund-missing");
        Assert.Contains("ACQ.TRADE_HAS_FINISHED", (string?)missing["trouble"], StringComparison.Ordinal);
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
    }

    [Fact]
    public async Task RefundStuck_IsRunAgain_AfterTheSagaHadItsTime()
    {
        var payer = await CancelledAsync();
        await orders.ReconcileAsync();
        Assert.Empty(await orders.StandingOfAsync(payer.OrderId));
        orders.Clock.Advance(Reconciling.Long);
        await orders.ReconcileAsync();
        Assert.Equal(["refund-stuck repaired refund-run-again"], await orders.StandingOfAsync(payer.OrderId));
        Assert.Equal("refunded", (string?)(await payer.ReadAsync()).Body["status"]);
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
    }

    [Fact]
    public async Task RefundAmount_IsKeptForOperators()
    {
        var payer = await CancelledAsync();
        await payer.RunRefundsAsync();
        await orders.SpoilAsync("update refund set amount = 30 where order_id = @id", payer.OrderId);
        await orders.ReconcileAsync();
        var found = (await orders.DifferencesOfAsync(payer.OrderId)).Single(d => (string?)d["kind"] == "refund-amount");
        Assert.Equal("done 30.00 / REFUND_SUCCESS 50.00", Reconciling.Says(found));
    }

    [Fact]
    public async Task RefundUnknown_IsKeptForOperators()
    {
        var payer = await CancelledAsync();
        Assert.Equal(HttpStatusCode.NoContent, await payer.RunRefundsAsync());
        await orders.SpoilAsync("delete from refund where order_id = @id", payer.OrderId);
        await orders.ReconcileAsync();
        var found = (await orders.DifferencesOfAsync(payer.OrderId)).Single(d => (string?)d["kind"] == "refund-unknown");
        Assert.Equal("paid 0.00 / TRADE_CLOSED 50.00", Reconciling.Says(found));
    }

    /// <summary>An order that was paid and cancelled; its refund's saga has not begun.</summary>
    private async Task<Payer> CancelledAsync()
    {
        var payer = await orders.ConfirmedAsync();
        await orders.CancelAsync(payer.OrderId, payer.User);
        orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
        return payer;
    }
}

using Yilai.Orders.Tests.Payments;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Reconciliation;

/// <summary>Our books among themselves: what no program should have written is shown, and left alone.</summary>
public sealed class OwnBooksTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task OrderUnderpaid_IsKeptForOperators()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.SpoilAsync("update order_info set order_status = 1, paid_at = @now where id = @id", payer.OrderId);
        await ShownAsync(payer, "order-underpaid", "paid 50.00 / books 0.00");
    }

    [Fact]
    public async Task OrderOverpaid_IsKeptForOperators()
    {
        var payer = await orders.ConfirmedAsync();
        await orders.SpoilAsync("update order_info set amount = 30 where id = @id", payer.OrderId);
        await ShownAsync(payer, "order-overpaid", "paid 30.00 / books 50.00");
    }

    [Fact]
    public async Task OrderKeptMoney_IsKeptForOperators()
    {
        var payer = await orders.ConfirmedAsync();
        await orders.CancelAsync(payer.OrderId, payer.User);
        orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
        await orders.SpoilAsync("update refund set amount = 20 where order_id = @id", payer.OrderId);
        await ShownAsync(payer, "order-kept-money", "refunding 0.00 / books 30.00");
    }

    [Fact]
    public async Task OrderRefundMissing_IsKeptForOperators()
    {
        var payer = await orders.ConfirmedAsync();
        await orders.CancelAsync(payer.OrderId, payer.User);
        orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
        await orders.SpoilAsync("update refund set status = 'done', done_at = @now where order_id = @id", payer.OrderId);
        await ShownAsync(payer, "order-refund-missing", "refunding 0.00 / books 0.00");
    }

    [Fact]
    public async Task Order_WithoutAFee_OrRescheduledToACheaperOne_IsInOrder()
    {
        var free = await Payer.BookAsync(orders, fee: 0);
        Assert.Equal("paid", (string?)(await free.ReadAsync()).Body["status"]);
        await orders.AnswerAsync(free.OrderId, "confirmed");
        orders.Hospitals.Books[free.OrderId] = new Held("paid");

        var payer = await orders.ConfirmedAsync();
        var cheaper = TestHospital.Schedule("S2", department: "D2", date: orders.OpenDay());
        cheaper["fee"] = 20;
        await payer.Hospital.PushAsync(cheaper);
        var moved = await orders.SendAsync(
            HttpMethod.Post,
            $"/api/orders/{payer.OrderId}/reschedule",
            payer.User,
            System.Net.Http.Json.JsonContent.Create(new { scheduleId = payer.Hospital.PublicId("S2") }));
        await orders.AnswerAsync(moved.Id, "confirmed");
        orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
        orders.Hospitals.Books[moved.Id] = new Held("paid");
        var now = payer with { OrderId = moved.Id };
        Assert.Equal("paid", (string?)(await now.ReadAsync()).Body["status"]);
        await now.RunRefundsAsync();
        orders.Clock.Advance(Reconciling.Long);
        await orders.ReconcileAsync();
        foreach (var id in new[] { free.OrderId, payer.OrderId, moved.Id })
        {
            Assert.Empty(await orders.StandingOfAsync(id));
        }
    }

    private async Task ShownAsync(Payer payer, string kind, string says)
    {
        await orders.ReconcileAsync();
        await orders.ReconcileAsync();
        var found = (await orders.DifferencesOfAsync(payer.OrderId)).Single(d => (string?)d["kind"] == kind);
        Assert.Equal((says, "open"), (Reconciling.Says(found), (string?)found["state"]));
    }
}

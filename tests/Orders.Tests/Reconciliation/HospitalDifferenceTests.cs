using System.Net;
using Yilai.Orders.Tests.Payments;
using Yilai.Orders.Tests.Platform;
using Yilai.Orders.Tests.Visits;

namespace Yilai.Orders.Tests.Reconciliation;

/// <summary>Our books against the hospitals'.</summary>
public sealed class HospitalDifferenceTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task HospitalUnanswered_IsSubmittedAgain_AfterTheSagaHadItsTime()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        await orders.ReconcileAsync();
        Assert.Empty(await orders.StandingOfAsync(payer.OrderId));
        orders.Clock.Advance(Reconciling.Long);
        await orders.ReconcileAsync();
        // The hospital has taken it, and is told of the payment as well.
        Assert.Equal(
            ["hospital-unanswered repaired submitted-again", "hospital-unpaid repaired payment-told-again"],
            (await orders.StandingOfAsync(payer.OrderId)).Order());
        Assert.Equal("confirmed", (string?)(await payer.ReadAsync()).Body["hospitalStatus"]);
        Assert.Equal(["submission", "payment"], orders.Hospitals.Told[payer.OrderId]);
    }

    [Fact]
    public async Task HospitalUnknown_IsKeptForOperators_AndNotSubmittedAgain()
    {
        var payer = await orders.ConfirmedAsync();
        orders.Hospitals.Books.TryRemove(payer.OrderId, out _);
        await orders.ReconcileAsync();
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-unknown open"], await orders.StandingOfAsync(payer.OrderId));
        Assert.False(orders.Hospitals.Told.ContainsKey(payer.OrderId));
        Assert.Equal("paid", (string?)(await payer.ReadAsync()).Body["status"]);
    }

    [Fact]
    public async Task HospitalCancelled_BeforeTheVisit_IsTakenBackAndRefunded()
    {
        var payer = await orders.ConfirmedAsync();
        orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-cancelled repaired taken-back"], await orders.StandingOfAsync(payer.OrderId));
        var order = await payer.ReadAsync();
        Assert.Equal(("refunding", "refused"), ((string?)order.Body["status"], (string?)order.Body["outcome"]));
        Assert.Equal(20, await payer.Hospital.RemainingAsync("S1"));
        await payer.RunRefundsAsync();
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
    }

    [Fact]
    public async Task HospitalCancelled_WhenThePatientIsThere_IsKeptForOperators()
    {
        var payer = await orders.ConfirmedAsync();
        var visit = new VisitOrder(orders, payer.Hospital, payer.OrderId, 1, payer.User);
        Assert.Equal(HttpStatusCode.NoContent, (await visit.HospitalSaysAsync("checked-in")).Status);
        orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-cancelled open"], await orders.StandingOfAsync(payer.OrderId));
        Assert.Equal("checked-in", await visit.StatusAsync());
    }

    [Fact]
    public async Task HospitalUnpaid_IsToldAgain_AfterTheSagaHadItsTime()
    {
        var payer = await orders.ConfirmedAsync();
        orders.Hospitals.Books[payer.OrderId] = new Held("booked");
        await orders.ReconcileAsync();
        Assert.Empty(await orders.StandingOfAsync(payer.OrderId));
        orders.Clock.Advance(Reconciling.Long);
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-unpaid repaired payment-told-again"], await orders.StandingOfAsync(payer.OrderId));
        Assert.Equal("paid", orders.Hospitals.Books[payer.OrderId].Status);
    }

    [Fact]
    public async Task HospitalPaid_IsKeptForOperators()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        orders.Hospitals.Books[payer.OrderId] = new Held("paid");
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-paid open"], await orders.StandingOfAsync(payer.OrderId));
    }

    [Fact]
    public async Task HospitalNumber_IsKeptForOperators_AndGoesWhenTheHospitalPutsItRight()
    {
        var payer = await orders.ConfirmedAsync();
        orders.Hospitals.Books[payer.OrderId] = new Held("paid", Number: 9);
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-number open"], await orders.StandingOfAsync(payer.OrderId));
        var found = Assert.Single(await orders.DifferencesOfAsync(payer.OrderId));
        Assert.Equal(("1", "9"), ((string?)found["ours"], (string?)found["theirs"]));
        orders.Hospitals.Books[payer.OrderId] = new Held("paid");
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-number repaired gone"], await orders.StandingOfAsync(payer.OrderId));
        // Another time it is another one.
        orders.Hospitals.Books[payer.OrderId] = new Held("paid", Number: 9);
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-number open", "hospital-number repaired gone"], (await orders.StandingOfAsync(payer.OrderId)).Order());
    }

    [Fact]
    public async Task HospitalHolds_IsToldOfTheEndAgain_AfterTheSagaHadItsTime()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.CancelAsync(payer.OrderId, payer.User);
        await orders.ReconcileAsync();
        Assert.Empty(await orders.StandingOfAsync(payer.OrderId));
        orders.Clock.Advance(Reconciling.Long);
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-holds repaired end-told-again"], await orders.StandingOfAsync(payer.OrderId));
        Assert.Equal("cancelled", orders.Hospitals.Books[payer.OrderId].Status);
    }

    [Fact]
    public async Task HospitalHolds_TheHospitalDoesNotListen_StaysOpenAndIsTriedAgain()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.CancelAsync(payer.OrderId, payer.User);
        orders.Clock.Advance(Reconciling.Long);
        orders.Hospitals.Silent[payer.OrderId] = true;
        await orders.ReconcileAsync();
        var found = Assert.Single(await orders.DifferencesOfAsync(payer.OrderId));
        Assert.Equal(("open", "no-answer"), ((string?)found["state"], (string?)found["trouble"]));
        orders.Hospitals.Silent.TryRemove(payer.OrderId, out _);
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-holds repaired end-told-again"], await orders.StandingOfAsync(payer.OrderId));
    }
}

using System.Net;
using Dapper;
using Npgsql;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Payments;

/// <summary>Money that goes back: whose, when, and never twice.</summary>
public sealed class RefundTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Cancel_Paid_GivesNumberAndMoneyBack()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        var cancelled = await orders.CancelAsync(payer.OrderId, payer.User, "临时有事");
        Assert.Equal((HttpStatusCode.Accepted, "refunding", "cancelled"), (cancelled.Status, (string?)cancelled.Body["status"], (string?)cancelled.Body["outcome"]));
        Assert.Equal(HttpStatusCode.Accepted, (await orders.CancelAsync(payer.OrderId, payer.User)).Status);
        Assert.Equal(20, await payer.Hospital.RemainingAsync("S1"));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, await payer.RunRefundsAsync());
        }

        var order = await payer.ReadAsync();
        Assert.Equal("refunded", (string?)order.Body["status"]);
        Assert.Equal((50m, "cancelled", "done"), Refund(order));
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
        await payer.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task HospitalAnswer_RefusedAfterPayment_GivesTheMoneyBack()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        await orders.AnswerAsync(payer.OrderId, "refused");
        await payer.RunRefundsAsync();
        var order = await payer.ReadAsync();
        Assert.Equal(("refunded", "refused"), ((string?)order.Body["status"], (string?)order.Body["outcome"]));
        Assert.Equal((50m, "refused", "done"), Refund(order));
    }

    [Fact]
    public async Task Refund_ProviderFails_WaitsAndIsGivenOnce()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        await orders.CancelAsync(payer.OrderId, payer.User);
        await orders.Provider.SetFaultsAsync(new { error = 1.0 });
        try
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await payer.RunRefundsAsync());
            Assert.Equal("refunding", (string?)(await payer.ReadAsync()).Body["status"]);
        }
        finally
        {
            await orders.Provider.SetFaultsAsync(new { error = 0.0 });
        }

        Assert.Equal(HttpStatusCode.NoContent, await payer.RunRefundsAsync());
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
    }

    [Fact]
    public async Task Pay_AfterTheHoldEnded_IsRefundedByItself()
    {
        var payer = await Payer.BookAsync(orders);
        orders.Entrance.IsClosed = true;
        try
        {
            await payer.PayAsync();
            // Expired as it would be when the provider had said nothing for too long.
            await orders.Provider.SetFaultsAsync(new { error = 1.0 });
            orders.Clock.Advance(TimeSpan.FromMinutes(41));
            Assert.Equal("expired", (string?)(await ExpireOneAsync(payer)).Body["status"]);
        }
        finally
        {
            await orders.Provider.SetFaultsAsync(new { error = 0.0 });
            orders.Entrance.IsClosed = false;
        }

        Assert.Equal(HttpStatusCode.NoContent, (await orders.SendAsync(HttpMethod.Post, $"/internal/orders/{payer.OrderId}/trade-closing", null)).Status);
        await payer.RunRefundsAsync();
        var order = await payer.ReadAsync();
        Assert.Equal("expired", (string?)order.Body["status"]);
        Assert.Equal((50m, "late-payment", "done"), Refund(order));
        Assert.Equal(["placed", "expired", "paid-late", "refunded"], order.Body["timeline"]!.AsArray().Select(t => (string)t!["what"]!));
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
        await payer.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Expire_PaidButNotYetNotified_IsPaid()
    {
        var payer = await Payer.BookAsync(orders);
        orders.Entrance.IsClosed = true;
        try
        {
            await payer.PayAsync();
            orders.Clock.Advance(TimeSpan.FromMinutes(31));
            Assert.Equal("paid", (string?)(await ExpireOneAsync(payer)).Body["status"]);
        }
        finally
        {
            orders.Entrance.IsClosed = false;
        }
    }

    [Fact]
    public async Task Expire_ProviderSilent_WaitsForItUntilTheGraceEnds()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.StartAsync();
        await orders.Provider.SetFaultsAsync(new { error = 1.0 });
        try
        {
            orders.Clock.Advance(TimeSpan.FromMinutes(31));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ExpireOneAsync(payer)).Status);
            Assert.Equal("unpaid", (string?)(await payer.ReadAsync()).Body["status"]);
            orders.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal("expired", (string?)(await ExpireOneAsync(payer)).Body["status"]);
        }
        finally
        {
            await orders.Provider.SetFaultsAsync(new { error = 0.0 });
        }
    }

    [Fact]
    public async Task Expire_BeforeItsTime_ChangesNothing()
    {
        var payer = await Payer.BookAsync(orders);
        Assert.Equal("unpaid", (string?)(await ExpireOneAsync(payer)).Body["status"]);
        Assert.Equal("unpaid", (string?)(await payer.ReadAsync()).Body["status"]);
    }

    [Fact]
    public async Task Refund_MoreThanWasPaid_IsRefusedByTheDatabase()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        await using var connection = await orders.Database.OpenConnectionAsync();
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(
            """
            insert into refund (id, payment_id, order_id, amount, reason, status, created_at)
            select gen_random_uuid(), id, order_id, amount + 0.01, 'cancelled', 'waiting', now() from payment where order_id = @id::uuid
            """,
            new { id = payer.OrderId }));
        Assert.Equal("refund_within_payment", refusal.ConstraintName);
    }

    [Fact]
    public async Task RunRefund_Unknown_IsNotFound() =>
        Assert.Equal("refund-not-found", (await orders.SendAsync(HttpMethod.Post, $"/internal/refunds/{Guid.Empty}/runs", null)).Code);

    private static (decimal, string?, string?) Refund(Answer order)
    {
        var refund = Assert.Single(order.Body["refunds"]!.AsArray())!;
        return ((decimal)refund["amount"]!, (string?)refund["reason"], (string?)refund["status"]);
    }

    private Task<Answer> ExpireOneAsync(Payer payer) => orders.SendAsync(HttpMethod.Post, $"/internal/orders/{payer.OrderId}/expiry", null);
}

using System.Net;
using System.Net.Http.Json;
using Yilai.Orders.Tests.Payments;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Rescheduling;

/// <summary>改签: the new number first, then the old one back; the difference paid or given back.</summary>
public sealed class RescheduleTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Reschedule_Paid_TakesOverWhenTheHospitalConfirms()
    {
        var (old, moved) = await MoveAsync(fee: 50);
        Assert.Equal((HttpStatusCode.Accepted, "unpaid", 0m), (moved.Status, (string?)moved.Body["status"], (decimal)moved.Body["amountDue"]!));
        Assert.Equal(old.OrderId, (string?)moved.Body["reschedules"]);
        Assert.Equal(moved.Id, (string?)(await old.ReadAsync()).Body["replacedBy"]);
        Assert.Equal("paid", (string?)(await old.ReadAsync()).Body["status"]);
        Assert.Equal("nothing-due", (await (old with { OrderId = moved.Id }).StartAsync()).Code);

        await orders.AnswerAsync(moved.Id, "confirmed");
        var fresh = old with { OrderId = moved.Id };
        Assert.Equal("paid", (string?)(await fresh.ReadAsync()).Body["status"]);
        var gone = await old.ReadAsync();
        Assert.Equal(("cancelled", "rescheduled"), ((string?)gone.Body["status"], (string?)gone.Body["outcome"]));
        Assert.Empty(gone.Body["refunds"]!.AsArray());
        Assert.Equal((20, 19), (await old.Hospital.RemainingAsync("S1"), await old.Hospital.RemainingAsync("S2")));

        // What was paid for the old one goes back when the new one is cancelled.
        await orders.CancelAsync(fresh.OrderId, fresh.User);
        await fresh.RunRefundsAsync();
        Assert.Equal("refunded", (string?)(await fresh.ReadAsync()).Body["status"]);
        Assert.Equal(moved.Id, (string?)(await old.ReadAsync()).Body["replacedBy"]);
        Assert.Equal(("TRADE_CLOSED", 50m), await fresh.BooksAsync());
        await old.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Reschedule_ToACheaperOne_GivesTheDifferenceBack()
    {
        var (old, moved) = await MoveAsync(fee: 30);
        await orders.AnswerAsync(moved.Id, "confirmed");
        var fresh = old with { OrderId = moved.Id };
        await fresh.RunRefundsAsync();
        var order = await fresh.ReadAsync();
        Assert.Equal(("paid", 20m), ((string?)order.Body["status"], (decimal)order.Body["refunds"]!.AsArray().Single()!["amount"]!));
        Assert.Equal(20m, (await fresh.BooksAsync()).Refunded);
    }

    [Fact]
    public async Task Reschedule_ToADearerOne_WaitsForTheDifference()
    {
        var (old, moved) = await MoveAsync(fee: 80);
        Assert.Equal(30m, (decimal)moved.Body["amountDue"]!);
        await orders.AnswerAsync(moved.Id, "confirmed");
        var fresh = old with { OrderId = moved.Id };
        Assert.Equal(("unpaid", "paid"), ((string?)(await fresh.ReadAsync()).Body["status"], (string?)(await old.ReadAsync()).Body["status"]));
        await fresh.PaidAsync();
        Assert.Equal("rescheduled", (string?)(await old.ReadAsync()).Body["outcome"]);
        Assert.Equal(80m, (decimal)(await fresh.BillAsync()).Body["paid"]!);
        await old.Hospital.AssertNumbersAddUpAsync();
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("expired")]
    [InlineData("cancelled")]
    public async Task Reschedule_NewOneComesToNothing_TheOldOneStays(string how)
    {
        var (old, moved) = await MoveAsync(fee: 50);
        Assert.Equal((HttpStatusCode.Conflict, "reschedule-pending"), PaymentTests.Pair(await orders.CancelAsync(old.OrderId, old.User)));
        if (how == "refused")
        {
            await orders.AnswerAsync(moved.Id, "refused");
        }
        else if (how == "cancelled")
        {
            await orders.CancelAsync(moved.Id, old.User);
        }
        else
        {
            orders.Clock.Advance(TimeSpan.FromMinutes(31));
            await orders.ExpireAsync();
        }

        Assert.Equal(how, (string?)(await (old with { OrderId = moved.Id }).ReadAsync()).Body["outcome"]);
        var kept = await old.ReadAsync();
        Assert.Equal(("paid", null), ((string?)kept.Body["status"], (string?)kept.Body["replacedBy"]));
        Assert.Equal((19, 20), (await old.Hospital.RemainingAsync("S1"), await old.Hospital.RemainingAsync("S2")));
        Assert.Equal("cancelled", (string?)(await orders.CancelAsync(old.OrderId, old.User)).Body["outcome"]);
        await old.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Reschedule_Unpaid_MovesAtOnce()
    {
        var old = await Payer.BookAsync(orders);
        await old.Hospital.PushAsync(TestHospital.Schedule("S2"));
        var moved = await MoveAsync(old, "S2");
        Assert.Equal((HttpStatusCode.Accepted, 50m), (moved.Status, (decimal)moved.Body["amountDue"]!));
        Assert.Equal(("cancelled", "rescheduled"), ((string?)(await old.ReadAsync()).Body["status"], (string?)(await old.ReadAsync()).Body["outcome"]));
        await (old with { OrderId = moved.Id }).PaidAsync();
        await old.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Reschedule_AskedAgain_IsTheSameOrder()
    {
        var (old, moved) = await MoveAsync(fee: 50);
        Assert.Equal(moved.Id, (await MoveAsync(old, "S2")).Id);
        await old.Hospital.PushAsync(TestHospital.Schedule("S3"));
        Assert.Equal((HttpStatusCode.Conflict, "reschedule-pending"), PaymentTests.Pair(await MoveAsync(old, "S3")));
        Assert.Equal(19, await old.Hospital.RemainingAsync("S2"));
    }

    [Fact]
    public async Task Reschedule_NotPossible_SaysWhyAndChangesNothing()
    {
        var old = await Payer.BookAsync(orders);
        await old.Hospital.PushAsync(TestHospital.Schedule("S2", released: 1), TestHospital.Schedule("S3", department: "D2"));
        await orders.BookAsync(old.Hospital.PublicId("S2"), Accounts.NewUser());
        Assert.Equal((HttpStatusCode.Conflict, "slot-sold-out"), PaymentTests.Pair(await MoveAsync(old, "S2")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "same-schedule"), PaymentTests.Pair(await MoveAsync(old, "S1")));
        Assert.Equal((HttpStatusCode.NotFound, "schedule-not-found"), PaymentTests.Pair(await MoveAsync(old, "S9")));
        var other = await Payer.BookAsync(orders);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "other-hospital"), PaymentTests.Pair(await MoveAsync(old, other.Hospital, "S1")));
        Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), PaymentTests.Pair(await MoveAsync(old with { User = Accounts.NewUser() }, "S3")));
        Assert.Null((string?)(await old.ReadAsync()).Body["replacedBy"]);
        await orders.CancelAsync(old.OrderId, old.User);
        Assert.Equal((HttpStatusCode.Conflict, "order-not-reschedulable"), PaymentTests.Pair(await MoveAsync(old, "S3")));
        await old.Hospital.AssertNumbersAddUpAsync();
    }

    private async Task<(Payer Old, Answer Moved)> MoveAsync(decimal fee)
    {
        var old = await Payer.BookAsync(orders);
        await old.PaidAsync();
        var schedule = TestHospital.Schedule("S2");
        schedule["fee"] = fee;
        await old.Hospital.PushAsync(schedule);
        return (old, await MoveAsync(old, "S2"));
    }

    private Task<Answer> MoveAsync(Payer old, string schedule) => MoveAsync(old, old.Hospital, schedule);

    private Task<Answer> MoveAsync(Payer old, TestHospital hospital, string schedule) => orders.SendAsync(
        HttpMethod.Post, $"/api/orders/{old.OrderId}/reschedule", old.User, JsonContent.Create(new { scheduleId = hospital.PublicId(schedule) }));
}

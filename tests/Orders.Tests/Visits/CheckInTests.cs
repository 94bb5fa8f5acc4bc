using System.Net;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Visits;

/// <summary>取号 by the patient.</summary>
public sealed class CheckInTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task CheckIn_OnTheDay_JoinsTheQueueOnce()
    {
        var day = await VisitDay.BeginAsync(orders);
        var order = await day.BookAsync();
        for (var i = 0; i < 2; i++)
        {
            var answer = await order.CheckInAsync();
            Assert.Equal((HttpStatusCode.OK, order.Number), (answer.Status, answer.Number));
            Assert.Equal(("waiting 1 0", 0), (VisitOrder.Place(answer), (int)answer.Body["estimatedMinutes"]!));
        }

        Assert.Equal("checked-in", await order.StatusAsync());
        Assert.Equal(["placed", "hospital-confirmed", "checked-in"], await order.TimelineAsync());
        await day.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task CheckIn_ManyAtOnce_EachHasAPlaceOfItsOwn()
    {
        var day = await VisitDay.BeginAsync(orders);
        var placed = new List<VisitOrder>();
        for (var i = 0; i < 10; i++)
        {
            placed.Add(await day.BookAsync());
        }

        var answers = await Task.WhenAll(placed.Concat(placed).Select(o => o.CheckInAsync()));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        foreach (var order in placed)
        {
            Assert.Equal($"waiting {order.Number} {order.Number - 1}", await order.PlaceAsync());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task CheckIn_AnotherDay_IsRefused(int days)
    {
        var day = await VisitDay.BeginAsync(orders, VisitDay.Today(orders).AddDays(1));
        var order = await day.BookAsync();
        if (days < 0)
        {
            orders.Clock.Advance(TimeSpan.FromDays(2));
        }

        Assert.Equal((HttpStatusCode.Conflict, "not-visit-day"), Pair(await order.CheckInAsync()));
        Assert.Equal((HttpStatusCode.Conflict, "not-checked-in"), Pair(await order.QueueAsync()));
        Assert.Equal("paid", await order.StatusAsync());
    }

    [Fact]
    public async Task CheckIn_DayOfChina_BeginsAtItsMidnight()
    {
        var day = await VisitDay.BeginAsync(orders, VisitDay.Today(orders).AddDays(1));
        var order = await day.BookAsync();
        var midnight = new DateTimeOffset(VisitDay.Today(orders).AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
        orders.Clock.SetUtcNow(midnight.ToUniversalTime().AddSeconds(-1));
        Assert.Equal("not-visit-day", (await order.CheckInAsync()).Code);
        orders.Clock.SetUtcNow(midnight.ToUniversalTime());
        Assert.Equal(HttpStatusCode.OK, (await order.CheckInAsync()).Status);
    }

    [Fact]
    public async Task CheckIn_UnpaidOrUnconfirmedOrEnded_IsRefused()
    {
        var day = await VisitDay.BeginAsync(orders);
        Assert.Equal((HttpStatusCode.Conflict, "order-not-paid"), Pair(await (await day.BookAsync(paid: false)).CheckInAsync()));
        Assert.Equal((HttpStatusCode.Conflict, "hospital-pending"), Pair(await (await day.BookAsync(confirmed: false)).CheckInAsync()));
        var ended = await day.BookAsync();
        await ended.HospitalSaysAsync("cancelled");
        Assert.Equal((HttpStatusCode.Conflict, "order-ended"), Pair(await ended.CheckInAsync()));
        var missed = await day.BookAsync();
        await missed.HospitalSaysAsync("no-show");
        Assert.Equal((HttpStatusCode.Conflict, "order-ended"), Pair(await missed.CheckInAsync()));
    }

    [Fact]
    public async Task CheckInAndQueue_ForeignUnknownMalformed_AreNotFound()
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), Pair(await order.CheckInAsync(Accounts.NewUser())));
        foreach (var path in new[] { $"{order.Id}/queue", $"{order.Id}/queue/stream", "x/queue", "x/queue/stream", $"{Guid.Empty}/queue" })
        {
            Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), Pair(await orders.GetAsync($"/api/orders/{path}", Accounts.NewUser())));
        }

        Assert.Equal((HttpStatusCode.Unauthorized, "login-required"), Pair(await orders.SendAsync(HttpMethod.Post, $"/api/orders/{order.Id}/check-in", null)));
        Assert.Equal("paid", await order.StatusAsync());
    }

    private static (HttpStatusCode Status, string? Code) Pair(Answer answer) => (answer.Status, answer.Code);
}

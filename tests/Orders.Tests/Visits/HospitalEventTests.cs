using System.Net;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Visits;

/// <summary>A hospital's word on its orders.</summary>
public sealed class HospitalEventTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Events_OfAWholeDay_ChangeTheOrderOnceEach()
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        foreach (var (type, status) in new[] { ("checked-in", "checked-in"), ("called", "checked-in"), ("completed", "completed") })
        {
            Assert.Equal(HttpStatusCode.NoContent, (await order.HospitalSaysAsync(type)).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await order.HospitalSaysAsync(type)).Status);
            Assert.Equal(status, await order.StatusAsync());
        }

        // Told once more, late.
        Assert.Equal(HttpStatusCode.NoContent, (await order.HospitalSaysAsync("checked-in")).Status);
        Assert.Equal("completed", await order.StatusAsync());
        Assert.Equal(["placed", "hospital-confirmed", "checked-in", "called", "completed"], await order.TimelineAsync());
    }

    [Theory]
    [InlineData(true, "called")]
    [InlineData(false, "checked-in")]
    [InlineData(false, "completed")]
    [InlineData(false, "no-show")]
    public async Task Event_ThatTheStateDoesNotAllow_IsRefused(bool paid, string type)
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync(paid);
        Assert.Equal((HttpStatusCode.Conflict, "order-event-not-allowed"), Pair(await order.HospitalSaysAsync(type)));
        Assert.Equal(paid ? "paid" : "unpaid", await order.StatusAsync());
    }

    [Fact]
    public async Task Event_AfterTheEnd_IsRefused()
    {
        var day = await VisitDay.BeginAsync(orders);
        var done = await day.BookAsync();
        await done.HospitalSaysAsync("completed");
        foreach (var type in new[] { "checked-in", "called", "no-show", "cancelled" })
        {
            Assert.Equal((HttpStatusCode.Conflict, "order-event-not-allowed"), Pair(await done.HospitalSaysAsync(type)));
        }

        var cancelled = await day.BookAsync();
        await cancelled.HospitalSaysAsync("cancelled");
        Assert.Equal((HttpStatusCode.Conflict, "order-event-not-allowed"), Pair(await cancelled.HospitalSaysAsync("checked-in")));
    }

    [Fact]
    public async Task NoShow_BeforeTheDay_IsRefused()
    {
        var order = await (await VisitDay.BeginAsync(orders, VisitDay.Today(orders).AddDays(1))).BookAsync();
        Assert.Equal((HttpStatusCode.Conflict, "order-event-not-allowed"), Pair(await order.HospitalSaysAsync("no-show")));
    }

    [Fact]
    public async Task Cancelled_Paid_GivesNumberAndMoneyBackOnce()
    {
        var day = await VisitDay.BeginAsync(orders);
        var order = await day.BookAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await order.HospitalSaysAsync("cancelled", reason: "设备故障")).Status);
        }

        var view = (await order.ReadAsync()).Body;
        Assert.Equal(("refunding", "refused", "refused", "设备故障"), ((string)view["status"]!, (string)view["hospitalStatus"]!, (string)view["outcome"]!, (string)view["closeReason"]!));
        Assert.Equal(("refused", "waiting"), ((string)view["refunds"]![0]!["reason"]!, (string)Assert.Single(view["refunds"]!.AsArray())!["status"]!));
        Assert.Equal(["order-placed", "order-confirmed", "order-closed", "refund-due"], await order.TopicsAsync());
        Assert.Equal(20, await day.Hospital.RemainingAsync("S1"));
        await day.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Cancelled_UnpaidOrEndedBefore_IsTaken()
    {
        var day = await VisitDay.BeginAsync(orders, VisitDay.Today(orders).AddDays(5));
        var unpaid = await day.BookAsync(paid: false);
        Assert.Equal(HttpStatusCode.NoContent, (await unpaid.HospitalSaysAsync("cancelled")).Status);
        Assert.Equal("cancelled", await unpaid.StatusAsync());
        var left = await day.BookAsync(paid: false);
        await orders.CancelAsync(left.Id, left.User);
        Assert.Equal(HttpStatusCode.NoContent, (await left.HospitalSaysAsync("cancelled")).Status);
        Assert.Equal("cancelled", (string?)(await left.ReadAsync()).Body["outcome"]);
    }

    [Fact]
    public async Task Event_OfAnotherHospitalOrUnknownOrder_IsNotFound()
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        var other = await orders.NewHospitalAsync();
        foreach (var type in new[] { "checked-in", "cancelled" })
        {
            Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), Pair(await order.HospitalSaysAsync(type, hospital: other.Code)));
            Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), Pair(await (order with { Id = "x" }).HospitalSaysAsync(type)));
            Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), Pair(await (order with { Id = Guid.Empty.ToString() }).HospitalSaysAsync(type)));
        }

        Assert.Equal("paid", await order.StatusAsync());
    }

    [Theory]
    [InlineData("""{"type":"dance","at":"2026-11-24T02:00:00Z"}""", "validation-failed", "type")]
    [InlineData("""{"at":"2026-11-24T02:00:00Z"}""", "validation-failed", "type")]
    [InlineData("""{"type":"completed"}""", "validation-failed", "at")]
    [InlineData("""{"type":"cancelled","at":"2026-11-24T02:00:00Z","reason":"\u0000"}""", "validation-failed", "reason")]
    [InlineData("""{"type":"completed","at":"yesterday"}""", "malformed-json", null)]
    [InlineData("""[]""", "malformed-json", null)]
    [InlineData("""null""", "malformed-request", null)]
    public async Task Event_BadBody_IsAClearProblem(string body, string code, string? field)
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await orders.SendAsync(HttpMethod.Post, $"/internal/hospitals/{order.Hospital.Code}/orders/{order.Id}/events", null, content);
        Assert.Equal((HttpStatusCode.BadRequest, code), Pair(answer));
        Assert.True(field is null || answer.Body["errors"]![field] is not null);
        Assert.Equal("paid", await order.StatusAsync());
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59+08:00")]
    public async Task Event_AtAnAbsurdTime_IsTakenAsNowOrThen(string at)
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await order.HospitalSaysAsync("completed", DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))).Status);
        var told = (await order.ReadAsync()).Body["timeline"]!.AsArray()[^1]!;
        Assert.InRange((DateTimeOffset)told["at"]!, orders.Clock.GetUtcNow().AddDays(-1), orders.Clock.GetUtcNow());
    }

    private static (HttpStatusCode Status, string? Code) Pair(Answer answer) => (answer.Status, answer.Code);
}

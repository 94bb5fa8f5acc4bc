using System.Net;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Visits;

/// <summary>Reminders of visits: once per order and occasion.</summary>
public sealed class ReminderTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Run_ByHand_RemindsOfTomorrowAndTodayOnce()
    {
        SetHour(10);
        var (today, tomorrow, later) = (await BookAsync(0), await BookAsync(1), await BookAsync(2));
        Assert.True(await RunAsync() >= 2);
        Assert.Equal(0, await RunAsync());
        Assert.Equal(["day-of"], await OccasionsAsync(today));
        Assert.Equal(["evening-before"], await OccasionsAsync(tomorrow));
        Assert.Empty(await OccasionsAsync(later));
        orders.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync();
        Assert.Equal(["evening-before", "day-of"], await OccasionsAsync(tomorrow));
        Assert.Equal(["evening-before"], await OccasionsAsync(later));
    }

    [Fact]
    public async Task Run_UnpaidUnconfirmedOrEnded_RemindsNobody()
    {
        SetHour(10);
        var day = await VisitDay.BeginAsync(orders, VisitDay.Today(orders).AddDays(1));
        VisitOrder[] placed = [await day.BookAsync(paid: false), await day.BookAsync(confirmed: false), await day.BookAsync()];
        await placed[2].HospitalSaysAsync("cancelled");
        await RunAsync();
        foreach (var order in placed)
        {
            Assert.Empty(await OccasionsAsync(order));
        }
    }

    [Fact]
    public async Task Run_MorningIsOver_RemindsOfItNoMore()
    {
        SetHour(12);
        var today = await BookAsync(0);
        await RunAsync();
        Assert.Empty(await OccasionsAsync(today));
    }

    [Theory]
    [InlineData(6, 29, false, false)]
    [InlineData(6, 30, true, false)]
    [InlineData(8, 0, false, false)]
    [InlineData(17, 59, false, false)]
    [InlineData(18, 0, false, true)]
    [InlineData(21, 30, false, false)]
    public async Task Run_ByClock_KeepsToItsHours(int hour, int minute, bool ofToday, bool ofTomorrow)
    {
        SetHour(hour, minute);
        var (today, tomorrow) = (await BookAsync(0), await BookAsync(1));
        Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Options, "/every-half-hour", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Post, "/every-half-hour", null)).Status);
        Assert.Equal((ofToday, ofTomorrow), ((await OccasionsAsync(today)).Length == 1, (await OccasionsAsync(tomorrow)).Length == 1));
    }

    private async Task<VisitOrder> BookAsync(int days) => await (await VisitDay.BeginAsync(orders, VisitDay.Today(orders).AddDays(days))).BookAsync();

    /// <summary>Turns the clock to the next day at this time of China.</summary>
    private void SetHour(int hour, int minute = 0) => orders.Clock.SetUtcNow(
        new DateTimeOffset(VisitDay.Today(orders).AddDays(1).ToDateTime(new TimeOnly(hour, minute)), TimeSpan.FromHours(8)).ToUniversalTime());

    private async Task<int> RunAsync() => (int)(await orders.ExpireAsync(task: "visit-reminders")).Body["reminded"]!;

    private async Task<string[]> OccasionsAsync(VisitOrder order)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            """
            select payload::jsonb->>'occasion' from outbox where topic = 'visit-due' and payload::jsonb->>'orderId' = @Id order by position
            """,
            new { order.Id })];
    }
}

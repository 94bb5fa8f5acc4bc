using System.Net;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Visits;

/// <summary>爽约, and the bans that follow.</summary>
public sealed class NoShowTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Run_PastDay_MarksThePaidThatNeverCame()
    {
        var day = await VisitDay.BeginAsync(orders);
        var (missed, came, unpaid, pending) = (await day.BookAsync(), await day.BookAsync(), await day.BookAsync(paid: false), await day.BookAsync(confirmed: false));
        var (left, done) = (await day.BookAsync(), await day.BookAsync());
        await came.CheckInAsync();
        await left.HospitalSaysAsync("cancelled");
        await done.HospitalSaysAsync("completed");
        Assert.Equal(0, await RunAsync());
        orders.Clock.Advance(TimeSpan.FromDays(1));
        Assert.True(await RunAsync() >= 1);
        Assert.Equal(
            ["no-show", "checked-in", "unpaid", "paid", "refunding", "completed"],
            [await missed.StatusAsync(), await came.StatusAsync(), await unpaid.StatusAsync(), await pending.StatusAsync(), await left.StatusAsync(), await done.StatusAsync()]);
        Assert.Equal(["placed", "hospital-confirmed", "no-show"], await missed.TimelineAsync());
        Assert.Equal(0, await RunAsync());
        await day.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Run_ByClock_LeavesYesterdayToTheHospitalUntilFour()
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        var midnight = new DateTimeOffset(VisitDay.Today(orders).AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).ToUniversalTime();
        orders.Clock.SetUtcNow(midnight.AddHours(4).AddSeconds(-1));
        await TickAsync();
        Assert.Equal("paid", await order.StatusAsync());
        orders.Clock.SetUtcNow(midnight.AddHours(4));
        await TickAsync();
        Assert.Equal("no-show", await order.StatusAsync());
    }

    [Fact]
    public async Task NoShows_ThreeOfAPatient_CloseBookingThereOnce()
    {
        var day = await VisitDay.BeginAsync(orders);
        var user = Accounts.NewUser();
        VisitOrder? last = null;
        for (var i = 1; i <= 3; i++)
        {
            last = await MissAsync(day, user, i);
            Assert.Equal(i == 3 ? 1 : 0, await BansAsync(user));
        }

        Assert.Equal(["order-placed", "order-confirmed", "booking-banned"], await last!.TopicsAsync());
        await PushTodayAsync(day, "S9");
        Assert.Equal((HttpStatusCode.Forbidden, "booking-banned"), Pair(await orders.BookAsync(day.Hospital.PublicId("S9"), user)));
        Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(day.Hospital.PublicId("S9"), user, Accounts.PatientOf(user, 2))).Status);
        var elsewhere = await VisitDay.BeginAsync(orders);
        Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(elsewhere.Hospital.PublicId("S1"), user)).Status);
        var ban = Assert.Single((await orders.GetAsync("/api/me/bans", user)).Body["items"]!.AsArray())!;
        Assert.Equal((day.Hospital.Code, "测试医院", "no-show"), ((string)ban["hospitalCode"]!, (string)ban["hospitalName"]!, (string)ban["reason"]!));
        Assert.Equal(orders.Clock.GetUtcNow().AddDays(90), (DateTimeOffset)ban["until"]!, TimeSpan.FromMinutes(1));

        orders.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Empty((await orders.GetAsync("/api/me/bans", user)).Body["items"]!.AsArray());
        await MissAsync(day, user, 10);
        Assert.Equal(1, await BansAsync(user));
    }

    [Fact]
    public async Task NoShows_OldOnes_CountNoMore()
    {
        var day = await VisitDay.BeginAsync(orders);
        var user = Accounts.NewUser();
        await MissAsync(day, user, 1);
        await MissAsync(day, user, 2);
        orders.Clock.Advance(TimeSpan.FromDays(90));
        await MissAsync(day, user, 3);
        Assert.Equal(0, await BansAsync(user));
    }

    [Fact]
    public async Task NoShow_ByTheHospital_CountsToo_AndByARuleOfItsOwn()
    {
        var day = await VisitDay.BeginAsync(orders);
        await using (var connection = await orders.Database.OpenConnectionAsync())
        {
            await connection.ExecuteAsync(
                """update hospital_rule set platform_rule = '{"noShow":{"times":1,"withinDays":30,"banDays":7}}' where hospital_code = @Code""", new { day.Hospital.Code });
        }

        var order = await day.BookAsync();
        await order.HospitalSaysAsync("no-show");
        await order.HospitalSaysAsync("no-show");
        Assert.Equal(1, await BansAsync(order.User));
        Assert.Equal("no-show", await order.StatusAsync());
    }

    [Fact]
    public async Task Bans_WithoutLogin_AreRefused() =>
        Assert.Equal((HttpStatusCode.Unauthorized, "login-required"), Pair(await orders.GetAsync("/api/me/bans")));

    private static (HttpStatusCode Status, string? Code) Pair(Answer answer) => (answer.Status, answer.Code);

    /// <summary>Books today's session, and lets the day go by.</summary>
    private async Task<VisitOrder> MissAsync(VisitDay day, Guid user, int number)
    {
        var schedule = await PushTodayAsync(day, $"S{number + 1}");
        var order = await day.BookAsync(user: user, schedule: schedule);
        orders.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync();
        Assert.Equal("no-show", await order.StatusAsync());
        return order;
    }

    private async Task<string> PushTodayAsync(VisitDay day, string schedule)
    {
        await day.Hospital.PushAsync(TestHospital.Schedule(schedule, date: VisitDay.Today(orders)));
        return schedule;
    }

    private async Task<int> RunAsync() => (int)(await orders.ExpireAsync(task: "no-shows")).Body["noShows"]!;

    private async Task TickAsync() => Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Post, "/every-half-hour", null)).Status);

    private async Task<int> BansAsync(Guid user)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<int>("select count(*)::int from booking_ban where user_id = @user", new { user });
    }
}

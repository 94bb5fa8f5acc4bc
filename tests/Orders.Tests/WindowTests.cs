using System.Net;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>The booking window at its edges, in China's time. A clock of its own: it only goes forward.</summary>
public sealed class WindowTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    // Cycle of 3 days, release 08:30, stop 12:30; the visit is on the 27th, so it opens on the 25th.
    private static readonly DateOnly Day = new(2026, 11, 27);

    [Fact]
    public async Task Book_AcrossTheWindow_OpensAndClosesToTheSecond()
    {
        var hospital = await orders.NewHospitalAsync(new { cycleDays = 3, releaseTime = "08:30", stopTime = "12:30", cancelDaysBefore = 0, cancelTime = "09:00" });
        await hospital.PushAsync(TestHospital.Schedule("S1", date: Day), TestHospital.Schedule("past", date: new DateOnly(2026, 11, 23)));
        Assert.Equal("booking-closed", (await orders.BookAsync(hospital.PublicId("past"), Accounts.NewUser())).Code);

        await ExpectAsync(China(25, 0, 0, 0), "not-released");
        var early = await ExpectAsync(China(25, 8, 29, 59), "not-released");
        Assert.Equal(China(25, 8, 30, 0), (DateTimeOffset)early.Body["releasesAt"]!);
        await ExpectAsync(China(25, 8, 30, 0), null);
        await ExpectAsync(China(25, 23, 59, 59), null);
        await ExpectAsync(China(26, 0, 0, 0), null);
        var user = Accounts.NewUser();
        var last = await ExpectAsync(China(27, 8, 59, 59), null, user);
        Assert.Equal(HttpStatusCode.Accepted, (await orders.CancelAsync(last.Id, user)).Status);
        last = await ExpectAsync(China(27, 9, 0, 0), null, user);
        var late = await orders.CancelAsync(last.Id, user);
        Assert.Equal((HttpStatusCode.Conflict, "too-late-to-cancel"), (late.Status, late.Code));
        await ExpectAsync(China(27, 12, 29, 59), null);
        await ExpectAsync(China(27, 12, 30, 0), "booking-closed");

        async Task<Answer> ExpectAsync(DateTimeOffset at, string? code, Guid? who = null)
        {
            orders.Clock.SetUtcNow(at);
            var answer = await orders.BookAsync(hospital.PublicId("S1"), who ?? Accounts.NewUser());
            Assert.Equal((at, code), (at, answer.Code));
            return answer;
        }
    }

    private static DateTimeOffset China(int day, int hour, int minute, int second) =>
        new DateTimeOffset(2026, 11, day, hour, minute, second, TimeSpan.FromHours(8)).ToUniversalTime();
}

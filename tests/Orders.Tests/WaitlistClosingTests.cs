using System.Net;
using System.Net.Http.Json;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>How waiting ends for all at once: the evening before, and when the hospital stops, suspends or removes the schedule.</summary>
public sealed class WaitlistClosingTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task CloseWaitlists_EveningBefore_EndsWaitingAndKeepsOffers()
    {
        var hospital = await orders.NewHospitalAsync();
        // The clock of the tests stands on a Tuesday: this one's list closes in the evening, the other's does not.
        await hospital.SetWaitlistAsync(offerMinutes: 600);
        var today = DateOnly.FromDateTime(orders.Clock.GetUtcNow().UtcDateTime.AddHours(8));
        var sold = await hospital.SellOutAsync("S1", 2, today.AddDays(1));
        await hospital.SellOutAsync("S2", 1, today.AddDays(2));
        Guid[] users = [Accounts.NewUser(), Accounts.NewUser(), Accounts.NewUser()];
        var entries = new List<string> { (await orders.JoinAsync(hospital.PublicId("S1"), users[0])).Id, (await orders.JoinAsync(hospital.PublicId("S1"), users[1])).Id };
        await orders.JoinAsync(hospital.PublicId("S2"), users[2]);
        await orders.FreeAsync(sold[0]);
        Assert.Equal(0, (int)(await orders.RunAsync("close-waitlists")).Body["waitlistMoved"]!);
        orders.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(1, (int)(await orders.RunAsync("close-waitlists")).Body["waitlistMoved"]!);
        var closed = (await orders.WaitlistAsync(users[1]))[0];
        Assert.Equal(("expired", "closed"), ((string)closed["status"]!, (string)closed["reason"]!));
        Assert.Equal(["waitlist-closed"], await TopicsAsync(entries[1]));
        Assert.Equal("waiting", await orders.WaitsAsync(users[2]));
        Assert.Equal("waitlist-closed", (await orders.JoinAsync(hospital.PublicId("S1"), Accounts.NewUser())).Code);
        Assert.Equal(HttpStatusCode.Created, (await orders.AcceptAsync(entries[0], users[0])).Status);
        Assert.Equal("not-offered", (await orders.AcceptAsync(entries[1], users[1])).Code);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Theory]
    [InlineData("suspended", "suspended")]
    [InlineData("stopped", "stopped")]
    public async Task Push_NotOpenAnyMore_EndsAllAndTellsThem(string status, string reason)
    {
        var (hospital, users, entries) = await OneOfferedOneWaitingAsync();
        var schedule = TestHospital.Schedule("S1", 1, date: new DateOnly(2026, 11, 28));
        schedule["status"] = status;
        await hospital.PushAsync(schedule);
        foreach (var (user, entry) in users.Zip(entries))
        {
            var ended = (await orders.WaitlistAsync(user))[0];
            Assert.Equal(("expired", reason), ((string)ended["status"]!, (string)ended["reason"]!));
            Assert.Equal("waitlist-closed", (await TopicsAsync(entry))[^1]);
        }

        Assert.Equal("offer-expired", (await orders.AcceptAsync(entries[0], users[0])).Code);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Suspend_ByTheHospital_EndsAllAndTellsThem()
    {
        var (hospital, users, entries) = await OneOfferedOneWaitingAsync();
        using var answer = await orders.Client.PostAsJsonAsync($"/internal/hospitals/{hospital.Code}/suspensions", new { scheduleIds = (string[])["S1"] });
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(["expired", "expired"], await Task.WhenAll(users.Select(orders.WaitsAsync)));
        Assert.Equal(["waitlist-closed"], await TopicsAsync(entries[1]));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Delete_Schedule_EndsAllAndTellsThem()
    {
        var (hospital, users, entries) = await OneOfferedOneWaitingAsync();
        using var answer = await orders.Client.DeleteAsync(new Uri($"/internal/hospitals/{hospital.Code}/schedules/S1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["expired", "expired"], await Task.WhenAll(users.Select(orders.WaitsAsync)));
        Assert.Equal(["waitlist-closed"], await TopicsAsync(entries[1]));
        Assert.Equal("offer-expired", (await orders.AcceptAsync(entries[0], users[0])).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await orders.LeaveAsync(entries[0], users[0])).Status);
    }

    private async Task<(TestHospital Hospital, Guid[] Users, string[] Entries)> OneOfferedOneWaitingAsync()
    {
        var hospital = await orders.NewHospitalAsync();
        var sold = await hospital.SellOutAsync("S1", date: new DateOnly(2026, 11, 28));
        Guid[] users = [Accounts.NewUser(), Accounts.NewUser()];
        string[] entries = [(await orders.JoinAsync(hospital.PublicId("S1"), users[0])).Id, (await orders.JoinAsync(hospital.PublicId("S1"), users[1])).Id];
        await orders.FreeAsync(sold[0]);
        return (hospital, users, entries);
    }

    private async Task<string[]> TopicsAsync(string entry)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            "select topic from outbox where (payload::jsonb)->>'entryId' = @entry order by position", new { entry })];
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Yilai.Orders.Tests.Platform;
using Yilai.TestSupport;

namespace Yilai.Orders.Tests;

/// <summary>Numbers that come back while people wait: first in, first out, and never to anybody else.</summary>
public sealed class WaitlistOfferTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Cancel_SomebodyWaits_OffersTheNumberToTheFirst()
    {
        var (hospital, sold, entries, users) = await WaitingAsync(people: 2);
        await orders.CancelAsync(sold[0].Id, sold[0].User);
        // From this moment on it is the first one's, although nobody has told the list yet.
        Assert.Equal(0, await hospital.RemainingAsync("S1"));
        Assert.Equal("slot-sold-out", (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Code);
        Assert.Equal("already-waiting", (await orders.JoinAsync(hospital.PublicId("S1"), users[1])).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await orders.OfferNumberOfAsync(sold[0].Id)).Status);
        var offer = (await orders.WaitlistAsync(users[0]))[0];
        Assert.Equal(("offered", 1, 0), ((string)offer["status"]!, (int)offer["number"]!, (int)offer["position"]!));
        Assert.Equal(orders.Clock.GetUtcNow().AddMinutes(30), (DateTimeOffset)offer["offerExpiresAt"]!);
        Assert.Equal(["waitlist-offered"], await TopicsAsync(entries[0]));
        Assert.Equal("waiting", await orders.WaitsAsync(users[1]));
        Assert.Equal(1, (int)(await orders.WaitlistAsync(users[1]))[0]["position"]!);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Accept_Offered_MakesAnOrderOfThatVeryNumberOnce()
    {
        var (hospital, sold, entries, users) = await WaitingAsync(people: 1);
        await orders.FreeAsync(sold[0]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => orders.AcceptAsync(entries[0], users[0])));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.Created, answers[0].Id, 1, "unpaid"), (a.Status, a.Id, a.Number, (string)a.Body["status"]!)));
        Assert.Equal(answers[0].Id, (await orders.AcceptAsync(entries[0], users[0])).Id);
        var entry = (await orders.WaitlistAsync(users[0]))[0];
        Assert.Equal(("booked", answers[0].Id), ((string)entry["status"]!, (string)entry["orderId"]!));
        Assert.Equal(["order-placed"], await TopicsAsync(answers[0].Id, "orderId"));
        Assert.Equal("already-booked", (await orders.LeaveAsync(entries[0], users[0])).Code);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Accept_WhatIsNotToBeAccepted_IsAClearProblem()
    {
        var (_, sold, entries, users) = await WaitingAsync(people: 2);
        Assert.Equal((HttpStatusCode.Conflict, "not-offered"), Pair(await orders.AcceptAsync(entries[0], users[0])));
        await orders.FreeAsync(sold[0]);
        Assert.Equal((HttpStatusCode.NotFound, "waitlist-entry-not-found"), Pair(await orders.AcceptAsync(entries[0], users[1])));
        Assert.Equal((HttpStatusCode.NotFound, "waitlist-entry-not-found"), Pair(await orders.AcceptAsync("x", users[0])));
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal((HttpStatusCode.Conflict, "offer-expired"), Pair(await orders.AcceptAsync(entries[0], users[0])));
    }

    [Fact]
    public async Task Accept_WhoHasBookedMeanwhile_ObeysTheSameRules()
    {
        var (hospital, sold, entries, users) = await WaitingAsync(people: 1);
        await hospital.PushAsync(TestHospital.Schedule("S2", 5));
        var other = await orders.BookAsync(hospital.PublicId("S2"), users[0]);
        await orders.FreeAsync(sold[0]);
        Assert.Equal((HttpStatusCode.Conflict, "duplicate-booking"), Pair(await orders.AcceptAsync(entries[0], users[0])));
        await orders.CancelAsync(other.Id, users[0]);
        Assert.Equal(HttpStatusCode.Created, (await orders.AcceptAsync(entries[0], users[0])).Status);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Leave_Offered_PassesTheNumberOn()
    {
        var (hospital, sold, entries, users) = await WaitingAsync(people: 2);
        await orders.FreeAsync(sold[0]);
        Assert.Equal(HttpStatusCode.NoContent, (await orders.LeaveAsync(entries[0], users[0])).Status);
        Assert.Equal("offered", await orders.WaitsAsync(users[1]));
        Assert.Equal(HttpStatusCode.NoContent, (await orders.LeaveAsync(entries[1], users[1])).Status);
        Assert.Equal(1, await hospital.RemainingAsync("S1"));
        Assert.Equal(1, (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Number);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Offer_NotTakenInTime_GoesToTheNextByTheReminder()
    {
        var (hospital, sold, entries, users) = await WaitingAsync(people: 2);
        await orders.FreeAsync(sold[0]);
        var reminder = new Uri(orders.SidecarAddress, $"v1.0/actors/WaitlistActor/{hospital.PublicId("S1")}/reminders/offer-{entries[0]}");
        Assert.Contains("30m", (string)(await orders.Client.GetFromJsonAsync<JsonObject>(reminder))!["dueTime"]!, StringComparison.Ordinal);
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        // The sidecar's clock is not ours to turn; so the half hour it waits is cut short.
        using var due = await orders.Client.PutAsJsonAsync(reminder, new { dueTime = "0s" });
        await Eventually.TrueAsync("the next is offered the number", async () => await orders.WaitsAsync(users[1]) == "offered");
        var ended = (await orders.WaitlistAsync(users[0]))[0];
        Assert.Equal(("expired", "offer-expired"), ((string)ended["status"]!, (string)ended["reason"]!));
        Assert.Equal(["waitlist-offered", "waitlist-closed"], await TopicsAsync(entries[0]));
        Assert.Equal(1, (await orders.AcceptAsync(entries[1], users[1])).Number);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Offer_ReminderAndEventLost_IsFoundByTheSweep()
    {
        var (hospital, sold, _, users) = await WaitingAsync(people: 2);
        await orders.CancelAsync(sold[0].Id, sold[0].User);
        Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Post, "/every-minute", null)).Status);
        Assert.Equal("offered", await orders.WaitsAsync(users[0]));
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.True((int)(await orders.RunAsync("tend-waitlists")).Body["waitlistMoved"]! >= 2);
        Assert.Equal("offered", await orders.WaitsAsync(users[1]));
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        await orders.RunAsync("tend-waitlists");
        Assert.Equal(1, await hospital.RemainingAsync("S1"));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task App_DiesBetweenOfferAndAcceptance_KeepsTheOfferAndItsReminder()
    {
        var (hospital, sold, entries, users) = await WaitingAsync(people: 2, numbers: 2);
        await orders.FreeAsync(sold[0]);
        await orders.FreeAsync(sold[1]);
        await orders.RestartAsync();
        Assert.Equal(HttpStatusCode.Created, (await orders.AcceptAsync(entries[0], users[0])).Status);
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        var reminder = new Uri(orders.SidecarAddress, $"v1.0/actors/WaitlistActor/{hospital.PublicId("S1")}/reminders/offer-{entries[1]}");
        using var kept = await orders.Client.GetAsync(reminder);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        using var due = await orders.Client.PutAsJsonAsync(reminder, new { dueTime = "0s" });
        await Eventually.TrueAsync("the offer ends", async () => await orders.WaitsAsync(users[1]) == "expired");
        Assert.Equal(1, await hospital.RemainingAsync("S1"));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Push_MoreNumbers_OffersThemAndLeavesTheRestToEverybody()
    {
        var (hospital, _, _, users) = await WaitingAsync(people: 2);
        await hospital.PushAsync(TestHospital.Schedule("S1", 4));
        Assert.Equal(["offered", "offered"], await Task.WhenAll(users.Select(orders.WaitsAsync)));
        Assert.Equal(1, await hospital.RemainingAsync("S1"));
        Assert.Equal(4, (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Number);
        Assert.Equal("slot-sold-out", (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Code);
        await hospital.AssertNumbersAddUpAsync();
    }

    private static (HttpStatusCode Status, string? Code) Pair(Answer answer) => (answer.Status, answer.Code);

    private async Task<(TestHospital Hospital, (string Id, Guid User)[] Sold, string[] Entries, Guid[] Users)> WaitingAsync(int people, int numbers = 1)
    {
        var hospital = await orders.NewHospitalAsync();
        var sold = await hospital.SellOutAsync("S1", numbers);
        var users = Enumerable.Range(0, people).Select(_ => Accounts.NewUser()).ToArray();
        var entries = new List<string>();
        foreach (var user in users)
        {
            entries.Add((await orders.JoinAsync(hospital.PublicId("S1"), user)).Id);
        }

        return (hospital, sold, [.. entries], users);
    }

    private async Task<string[]> TopicsAsync(string id, string member = "entryId")
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            "select topic from outbox where (payload::jsonb)->>@member = @id order by position", new { id, member })];
    }
}

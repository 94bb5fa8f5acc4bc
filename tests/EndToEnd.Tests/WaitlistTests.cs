using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>Who waits for a number gets the one that comes back, in the order in which they came.</summary>
public sealed class WaitlistTests(RunningPlatform platform)
{
    [Fact]
    [EveryComponentSet]
    public async Task Cancellation_WhileOthersWait_GivesTheNumberToTheFirstInLine()
    {
        var schedule = await platform.NewScheduleAsync(1);
        using var holder = await Patient.RegisterAsync(platform);
        using var first = await Patient.RegisterAsync(platform);
        using var second = await Patient.RegisterAsync(platform);
        var held = await holder.HoldAsync(schedule);
        var entry = await first.JoinAsync(schedule, position: 1);
        var next = await second.JoinAsync(schedule, position: 2);
        using (var early = await first.AcceptAsync(entry))
        {
            await early.ProblemAsync(HttpStatusCode.Conflict, "not-offered");
        }

        await holder.GiveBackAsync(held);

        var offer = await first.EntryAsync(entry, "offered");
        Assert.Equal(held.Text("number"), offer.Text("number"));
        Assert.True(offer.GetProperty("offerExpiresAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        await platform.TextAsync(first.Phone, "有号了");
        var messages = await first.Http.GetFromJsonAsync<JsonElement>("/api/me/messages");
        Assert.Equal(entry, Assert.Single(messages.GetProperty("items").EnumerateArray(), m => m.Text("template") == "waitlist-offered").Text("waitlistEntryId"));
        using (var passedBy = await holder.BookAsync(schedule))
        {
            await passedBy.ProblemAsync(HttpStatusCode.Conflict, "slot-sold-out");
        }

        await AssertNotTheirsAsync(second, entry);
        using var accepted = await first.AcceptAsync(entry);
        var order = await accepted.JsonAsync(HttpStatusCode.Created);
        Assert.Equal((held.Text("number"), "unpaid"), (order.Text("number"), order.Text("status")));
        using var again = await first.AcceptAsync(entry);
        Assert.Equal(order.Text("id"), (await again.JsonAsync(HttpStatusCode.Created)).Text("id"));
        using var left = await first.LeaveAsync(entry);
        await left.ProblemAsync(HttpStatusCode.Conflict, "already-booked");
        await first.OrderAsync(order.Text("id"), "is confirmed", o => o.Text("hospitalStatus") == "confirmed");
        Assert.Equal(order.Text("id"), (await first.EntryAsync(entry, "booked")).Text("orderId"));
        Assert.Equal(1, (await second.EntryAsync(next, "waiting")).GetProperty("position").GetInt32());
        Assert.Equal((0, 1), await Books.OfAsync(platform, schedule));
    }

    [Fact]
    public async Task Offer_LeftAlone_GoesToTheNextInLine()
    {
        var schedule = await platform.NewScheduleAsync(1, hospital: 1);
        await platform.KeepOffersForAMinuteAsync(schedule);
        using var holder = await Patient.RegisterAsync(platform);
        using var first = await Patient.RegisterAsync(platform);
        using var second = await Patient.RegisterAsync(platform);
        var held = await holder.HoldAsync(schedule);
        var entry = await first.JoinAsync(schedule, position: 1);
        var next = await second.JoinAsync(schedule, position: 2);
        await holder.GiveBackAsync(held);

        await first.EntryAsync(entry, "offered");
        var offer = await second.EntryAsync(next, "offered");

        Assert.Equal(held.Text("number"), offer.Text("number"));
        Assert.Equal("offer-expired", (await first.EntryAsync(entry, "expired")).Text("reason"));
        using (var late = await first.AcceptAsync(entry))
        {
            await late.ProblemAsync(HttpStatusCode.Conflict, "offer-expired");
        }

        await platform.TextAsync(first.Phone, "号已让给下一位");
        // Who does not want it any more passes it on by leaving; with nobody left in line it is everybody's.
        using var left = await second.LeaveAsync(next);
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal((1, 0), await Books.OfAsync(platform, schedule));
        await holder.HoldAsync(schedule);
    }

    [Fact]
    public async Task Join_WhoMayNot_IsToldWhyAndNothingChanges()
    {
        using var patient = await Patient.RegisterAsync(platform);
        await AssertRefusedAsync(await platform.NewScheduleAsync(1), HttpStatusCode.Conflict, "not-sold-out");
        await AssertRefusedAsync(await platform.NewScheduleAsync(0, daysAhead: 0), HttpStatusCode.Conflict, "waitlist-closed");
        await AssertRefusedAsync("no-such.schedule", HttpStatusCode.NotFound, "schedule-not-found");
        Assert.Empty(await patient.EntriesAsync());
        var soldOut = await platform.NewScheduleAsync(0);
        await patient.JoinAsync(soldOut, position: 1);
        await AssertRefusedAsync(soldOut, HttpStatusCode.Conflict, "already-waiting");
        await patient.JoinAsync(await platform.NewScheduleAsync(0), position: 1);
        await patient.JoinAsync(await platform.NewScheduleAsync(0), position: 1);
        await AssertRefusedAsync(await platform.NewScheduleAsync(0), HttpStatusCode.Conflict, "waitlist-limit");
        Assert.Equal(3, (await patient.EntriesAsync()).Count);
        using var anonymous = await platform.Http.PostAsJsonAsync($"/api/schedules/{soldOut}/waitlist", new { patientId = patient.PatientId });
        await anonymous.ProblemAsync(HttpStatusCode.Unauthorized, "login-required");

        async Task AssertRefusedAsync(string schedule, HttpStatusCode status, string code)
        {
            using var answer = await patient.WaitForAsync(schedule);
            await answer.ProblemAsync(status, code);
        }
    }

    private static async Task AssertNotTheirsAsync(Patient other, string entry)
    {
        using var accepted = await other.AcceptAsync(entry);
        await accepted.ProblemAsync(HttpStatusCode.NotFound, "waitlist-entry-not-found");
        using var left = await other.LeaveAsync(entry);
        await left.ProblemAsync(HttpStatusCode.NotFound, "waitlist-entry-not-found");
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>What hospitals push, against what patients have taken.</summary>
public sealed class InventoryTests(OrdersFixture orders, ITestOutputHelper output) : IClassFixture<OrdersFixture>
{
    private static readonly string[] Notes = ["请带身份证"];

    [Fact]
    public async Task PutSchedules_500New_TakesOneFastStatement()
    {
        var hospital = await orders.NewHospitalAsync();
        var items = Enumerable.Range(0, 500).Select(i => TestHospital.Schedule($"S{i}", department: $"D{i % 20}")).ToArray();
        for (var turn = 0; turn < 2; turn++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Empty(await hospital.PushAsync(items));
            output.WriteLine($"500 schedules: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        }

        var answer = await orders.GetAsync($"/internal/hospitals/{hospital.Code}/availability?department=D1&from=2026-11-27&to=2026-11-27");
        Assert.Equal(25, answer.Body["items"]!.AsArray().Count);
        Assert.Equal("08:30", (string?)answer.Body["rule"]!["releaseTime"]);
        Assert.Empty((await orders.GetAsync($"/internal/hospitals/{hospital.Code}/availability?from=2026-11-28")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task PutSchedules_HospitalKeepsSome_SellsOnlyWhatIsAvailable()
    {
        var hospital = await orders.NewHospitalAsync();
        var schedule = TestHospital.Schedule("S1", released: 20);
        schedule["available"] = 2;
        await hospital.PushAsync(schedule);
        await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser());
        // The hospital has heard of the order and says so; it must not count twice.
        schedule["available"] = 1;
        await hospital.PushAsync(schedule);
        Assert.Equal(1, await hospital.RemainingAsync("S1"));
        await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser());
        Assert.Equal("slot-sold-out", (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Code);
    }

    [Fact]
    public async Task PutSchedules_BelowSold_IsAcceptedAndReported()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 3));
        var users = Enumerable.Range(0, 3).Select(_ => Accounts.NewUser()).ToArray();
        var placed = new List<Answer>();
        foreach (var user in users)
        {
            placed.Add(await orders.BookAsync(hospital.PublicId("S1"), user));
        }

        Assert.Equal(["S1"], await hospital.PushAsync(TestHospital.Schedule("S1", released: 1)));
        Assert.Equal(0, await hospital.RemainingAsync("S1"));
        await orders.CancelAsync(placed[2].Id, users[2]);
        await orders.CancelAsync(placed[0].Id, users[0]);
        Assert.Equal(0, await hospital.RemainingAsync("S1"));
        await orders.CancelAsync(placed[1].Id, users[1]);
        Assert.Equal(1, (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Number);
        Assert.Empty(await hospital.PushAsync(TestHospital.Schedule("S1", released: 5)));
        Assert.Equal(2, (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Number);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task PutSchedules_SameIdTwice_CountsTheLast()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 3), TestHospital.Schedule("S1", released: 7));
        Assert.Equal(7, await hospital.RemainingAsync("S1"));
    }

    [Fact]
    public async Task PutSchedules_UnknownHospitalOrBadItem_IsRefused()
    {
        var unknown = new TestHospital(orders, "nobody");
        using var answer = await orders.Client.PutAsJsonAsync($"/internal/hospitals/{unknown.Code}/schedules", new { items = new[] { TestHospital.Schedule("S1") } });
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var bad = await orders.Client.PutAsJsonAsync("/internal/hospitals/H1/schedules", new { items = new JsonObject?[] { null, [] } });
        var problem = await bad.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("validation-failed", (string?)problem!["code"]);
        Assert.NotNull(problem["errors"]!["items[1].date"]);
        using var many = await orders.Client.PutAsJsonAsync("/internal/hospitals/H1/schedules", new { items = Enumerable.Range(0, 501).Select(i => TestHospital.Schedule($"S{i}")) });
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
    }

    [Fact]
    public async Task DeleteSchedule_WithLiveOrders_IsRefusedUntilTheyEnd()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        var user = Accounts.NewUser();
        var order = await orders.BookAsync(hospital.PublicId("S1"), user);
        var path = $"/internal/hospitals/{hospital.Code}";
        Assert.Equal("live-orders", (await orders.SendAsync(HttpMethod.Delete, $"{path}/schedules/S1", null)).Code);
        Assert.Equal(1, (int)(await orders.GetAsync($"{path}/departments/D1/live-orders")).Body["count"]!);
        await orders.CancelAsync(order.Id, user);
        Assert.Equal(HttpStatusCode.NoContent, (await orders.SendAsync(HttpMethod.Delete, $"{path}/schedules/S1", null)).Status);
        Assert.Equal(0, (int)(await orders.GetAsync($"{path}/departments/D1/live-orders")).Body["count"]!);
        Assert.Equal("schedule-not-found", (await orders.BookAsync(hospital.PublicId("S1"), user)).Code);
    }

    [Fact]
    public async Task GetRules_OwnAndDefault_AreInForce()
    {
        var hospital = await orders.NewHospitalAsync(new { cycleDays = 14, releaseTime = "06:30", notes = Notes });
        var rules = (await orders.GetAsync($"/api/hospitals/{hospital.Code}/rules")).Body;
        Assert.Equal((14, "06:30", "12:30", 30), ((int)rules["booking"]!["cycleDays"]!, (string)rules["booking"]!["releaseTime"]!, (string)rules["booking"]!["stopTime"]!, (int)rules["booking"]!["holdMinutes"]!));
        Assert.Equal((1, "15:30"), ((int)rules["cancel"]!["daysBefore"]!, (string)rules["cancel"]!["time"]!));
        Assert.Equal((2, 3, 3), ((int)rules["limits"]!["perPatientPerDay"]!, (int)rules["noShow"]!["times"]!, (int)rules["waitlist"]!["maxPerUser"]!));
        Assert.Equal("hospital-not-found", (await orders.GetAsync("/api/hospitals/nobody/rules")).Code);
    }
}

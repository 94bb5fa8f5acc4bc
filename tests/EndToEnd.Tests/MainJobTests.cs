using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>The main job over HTTP: find a hospital, book a number, read it, give it back.</summary>
public sealed class MainJobTests(RunningPlatform platform)
{
    [Fact]
    [EveryComponentSet]
    public Task Booking_ByTheReadmesCurlScript_IsPlacedReadAndCancelled() => ReadmeScript.BookAsync(platform.Gateway.ToString(), platform.Data);

    [Fact]
    [EveryComponentSet]
    public async Task Booking_FromSearchToTextMessage_ShowsTheSameNumberEverywhere()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var (hospital, schedule) = await platform.FindBookableAsync();

        using var booked = await patient.BookAsync(schedule.Text("id"));
        var order = await booked.JsonAsync(HttpStatusCode.Created);

        Assert.Equal("unpaid", order.Text("status"));
        Assert.True(order.GetProperty("number").GetInt32() >= 1);
        Assert.True(order.GetProperty("expiresAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        var read = await patient.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{order.Text("id")}");
        Assert.Equal(order.Text("number"), read.Text("number"));
        var list = await patient.Http.GetFromJsonAsync<JsonElement>("/api/orders?status=unpaid");
        Assert.Equal(order.Text("id"), Assert.Single(list.GetProperty("items").EnumerateArray()).Text("id"));
        var detail = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{hospital}");
        Assert.Contains(detail.Text("name"), await platform.TextAsync(patient.Phone, $"第 {order.Text("number")} 号"), StringComparison.Ordinal);
    }

    [Fact]
    [EveryComponentSet]
    public async Task Booking_HospitalAnswers_OrderShowsConfirmed()
    {
        using var patient = await Patient.RegisterAsync(platform);
        using var booked = await patient.BookAsync(await platform.NewScheduleAsync(3));
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");

        await Eventually.TrueAsync("the hospital has confirmed", async () =>
            (await patient.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{id}")).Text("hospitalStatus") == "confirmed");
    }

    [Fact]
    [EveryComponentSet]
    public async Task Cancellation_OfAnUnpaidOrder_GivesTheNumberToTheNext()
    {
        var schedule = await platform.NewScheduleAsync(1);
        using var first = await Patient.RegisterAsync(platform);
        using var second = await Patient.RegisterAsync(platform);
        using var booked = await first.BookAsync(schedule);
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
        using (var refused = await second.BookAsync(schedule))
        {
            await refused.ProblemAsync(HttpStatusCode.Conflict, "slot-sold-out");
        }

        using var cancelled = await first.Http.PostAsJsonAsync($"/api/orders/{id}/cancellation", new { reason = "有事" });

        Assert.Equal("cancelled", (await cancelled.JsonAsync(HttpStatusCode.Accepted)).Text("status"));
        using var rebooked = await second.BookAsync(schedule);
        Assert.Equal(1, (await rebooked.JsonAsync(HttpStatusCode.Created)).GetProperty("number").GetInt32());
        await platform.TextAsync(first.Phone, "取消");
    }

    [Fact]
    public async Task Booking_SameIdempotencyKeyAgain_IsTheSameOrder()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var schedule = await platform.NewScheduleAsync(5);
        using var first = await patient.BookAsync(schedule, "same-key-1");
        using var again = await patient.BookAsync(schedule, "same-key-1");

        var order = await first.JsonAsync(HttpStatusCode.Created);
        Assert.Equal(order.Text("id"), (await again.JsonAsync(HttpStatusCode.Created)).Text("id"));
        var list = await patient.Http.GetFromJsonAsync<JsonElement>("/api/orders");
        Assert.Equal(1, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Session_RefreshedByCookie_AndEndedByLogout()
    {
        using var handler = new HttpClientHandler();
        using var http = new HttpClient(handler) { BaseAddress = platform.Gateway };
        var phone = Persons.Phone(Persons.Next());
        var session = await Patient.LogInAsync(platform, http, phone);
        Assert.DoesNotContain(phone, session.ToString(), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Authorization = null;

        using var refreshed = await http.PostAsync("/api/auth/refresh", null);
        Assert.NotEmpty((await refreshed.JsonAsync(HttpStatusCode.OK)).Text("accessToken"));
        using var loggedOut = await http.PostAsync("/api/auth/logout", null);
        Assert.Equal(HttpStatusCode.NoContent, loggedOut.StatusCode);
        using var refused = await http.PostAsync("/api/auth/refresh", null);
        await refused.ProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task Hospitals_FoundByPartOfName_ByLevel_AndByRegionOfAnyDepth()
    {
        var all = await platform.Http.GetFromJsonAsync<JsonElement>("/api/hospitals?size=100");
        var some = all.GetProperty("items")[0];
        var name = some.Text("name");
        var region = some.Text("region");

        foreach (var query in (string[])[
            $"name={Uri.EscapeDataString(name[1..3])}",
            $"region={region}",
            $"region={region[..4]}00",
            $"region={region[..2]}0000",
            $"level={some.Text("level")}"])
        {
            var found = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals?size=100&{query}");
            Assert.Contains(found.GetProperty("items").EnumerateArray(), h => h.Text("code") == some.Text("code"));
            Assert.True(found.GetProperty("total").GetInt32() <= all.GetProperty("total").GetInt32());
        }
    }
}

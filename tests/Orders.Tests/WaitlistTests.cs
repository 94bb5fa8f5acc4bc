using System.Net;
using System.Net.Http.Json;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>Joining and leaving the waitlist (候补): who may wait, and what is said to who may not.</summary>
public sealed class WaitlistTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Join_SoldOut_WaitsInLine()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.SellOutAsync("S1");
        Guid[] users = [Accounts.NewUser(), Accounts.NewUser()];
        var first = await orders.JoinAsync(hospital.PublicId("S1"), users[0]);
        var second = await orders.JoinAsync(hospital.PublicId("S1"), users[1]);
        Assert.Equal((HttpStatusCode.Created, "waiting", 1), (first.Status, (string)first.Body["status"]!, (int)first.Body["position"]!));
        Assert.Equal(2, (int)second.Body["position"]!);
        Assert.Equal((hospital.PublicId("S1"), "测试医院", "心内科", "李医师"), ((string)first.Body["scheduleId"]!, (string)first.Body["hospitalName"]!, (string)first.Body["departmentName"]!, (string)first.Body["doctor"]!["name"]!));
        Assert.Equal(("2026-11-27", "morning", "王**"), ((string)first.Body["date"]!, (string)first.Body["period"]!, (string)first.Body["patient"]!["name"]!));
        Assert.Null(first.Body["offerExpiresAt"]);
        var own = Assert.Single(await orders.WaitlistAsync(users[0]));
        Assert.Equal(first.Id, (string)own["id"]!);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Join_NumbersLeft_IsNotSoldOut()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", 1));
        await AssertRefusedAsync(hospital, HttpStatusCode.Conflict, "not-sold-out");
    }

    [Theory]
    [InlineData("suspended", "schedule-suspended")]
    [InlineData("stopped", "booking-closed")]
    public async Task Join_NotOpen_SaysWhy(string status, string code)
    {
        var hospital = await orders.NewHospitalAsync();
        var schedule = TestHospital.Schedule("S1", 0);
        schedule["status"] = status;
        await hospital.PushAsync(schedule);
        await AssertRefusedAsync(hospital, HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task Join_NotReleased_SaysWhen()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", 0, date: new DateOnly(2026, 12, 20)));
        await AssertRefusedAsync(hospital, HttpStatusCode.Conflict, "not-released");
    }

    [Fact]
    public async Task Join_EveningBefore_IsClosed()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", 0, date: new DateOnly(2026, 11, 24)));
        await AssertRefusedAsync(hospital, HttpStatusCode.Conflict, "waitlist-closed");
    }

    [Fact]
    public async Task Join_TwiceForOnePatient_IsAlreadyWaiting()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.SellOutAsync("S1");
        var user = Accounts.NewUser();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => orders.JoinAsync(hospital.PublicId("S1"), user)));
        var joined = Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.All(answers.Except([joined]), a => Assert.Equal(("already-waiting", joined.Id), (a.Code, (string)a.Body["entryId"]!)));
        Assert.Equal(HttpStatusCode.Created, (await orders.JoinAsync(hospital.PublicId("S1"), user, Accounts.PatientOf(user, 2))).Status);
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Join_MoreThanTheRuleAllows_IsLimited()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.SetWaitlistAsync(maxPerUser: 2);
        foreach (var id in (string[])["S1", "S2", "S3"])
        {
            await hospital.SellOutAsync(id);
        }

        var user = Accounts.NewUser();
        var answers = await Task.WhenAll(((string[])["S1", "S2", "S3"]).Select(id => orders.JoinAsync(hospital.PublicId(id), user)));
        var refused = Assert.Single(answers, a => a.Status != HttpStatusCode.Created);
        Assert.Equal((HttpStatusCode.Conflict, "waitlist-limit", 2), (refused.Status, refused.Code, (int)refused.Body["limit"]!));
        await orders.LeaveAsync(answers.First(a => a.Status == HttpStatusCode.Created).Id, user);
        Assert.Contains(HttpStatusCode.Created, (await Task.WhenAll(((string[])["S1", "S2", "S3"]).Select(id => orders.JoinAsync(hospital.PublicId(id), user)))).Select(a => a.Status));
    }

    [Fact]
    public async Task Join_WhoHasAnOrderOrABan_IsRefused()
    {
        var hospital = await orders.NewHospitalAsync();
        var sold = await hospital.SellOutAsync("S1");
        Assert.Equal("duplicate-booking", (await orders.JoinAsync(hospital.PublicId("S1"), sold[0].User)).Code);
        var banned = Accounts.NewUser();
        await using var connection = await orders.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "insert into booking_ban (id, user_id, reason, created_at, until) values (gen_random_uuid(), @banned, 'no-show', @from, @until)",
            new { banned, from = orders.Clock.GetUtcNow(), until = orders.Clock.GetUtcNow().AddDays(90) });
        var answer = await orders.JoinAsync(hospital.PublicId("S1"), banned);
        Assert.Equal((HttpStatusCode.Forbidden, "booking-banned"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Join_UnknownOrMalformed_IsAClearProblem()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.SellOutAsync("S1");
        var user = Accounts.NewUser();
        var schedule = hospital.PublicId("S1");
        Assert.Equal((HttpStatusCode.NotFound, "schedule-not-found"), Pair(await orders.JoinAsync(hospital.PublicId("none"), user)));
        Assert.Equal((HttpStatusCode.NotFound, "schedule-not-found"), Pair(await orders.JoinAsync("nonsense", user)));
        Assert.Equal((HttpStatusCode.NotFound, "patient-not-found"), Pair(await orders.JoinAsync(schedule, user, Accounts.PatientOf(Accounts.NewUser()))));
        Assert.Equal((HttpStatusCode.NotFound, "patient-not-found"), Pair(await PostAsync(new { patientId = "x" })));
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), Pair(await PostAsync(new { patientId = "" })));
        Assert.Equal((HttpStatusCode.Unauthorized, "login-required"), Pair(await orders.SendAsync(HttpMethod.Post, $"/api/schedules/{schedule}/waitlist", null)));

        Task<Answer> PostAsync(object body) => orders.SendAsync(HttpMethod.Post, $"/api/schedules/{schedule}/waitlist", user, JsonContent.Create(body));
    }

    [Fact]
    public async Task Leave_Waiting_LetsTheOthersMoveUp()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.SellOutAsync("S1");
        Guid[] users = [Accounts.NewUser(), Accounts.NewUser()];
        var first = await orders.JoinAsync(hospital.PublicId("S1"), users[0]);
        await orders.JoinAsync(hospital.PublicId("S1"), users[1]);
        Assert.Equal((HttpStatusCode.NotFound, "waitlist-entry-not-found"), Pair(await orders.LeaveAsync(first.Id, users[1])));
        Assert.Equal(HttpStatusCode.NoContent, (await orders.LeaveAsync(first.Id, users[0])).Status);
        Assert.Equal("waitlist-entry-not-found", (await orders.LeaveAsync(first.Id, users[0])).Code);
        Assert.Equal("waitlist-entry-not-found", (await orders.LeaveAsync("x", users[0])).Code);
        Assert.Empty(await orders.WaitlistAsync(users[0]));
        Assert.Equal(1, (int)(await orders.WaitlistAsync(users[1]))[0]["position"]!);
        await hospital.AssertNumbersAddUpAsync();
    }

    private static (HttpStatusCode Status, string? Code) Pair(Answer answer) => (answer.Status, answer.Code);

    private async Task AssertRefusedAsync(TestHospital hospital, HttpStatusCode status, string code) =>
        Assert.Equal((status, code), Pair(await orders.JoinAsync(hospital.PublicId("S1"), Accounts.NewUser())));
}

using System.Net;
using System.Text;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>Placing one order, and every reason not to.</summary>
public sealed class BookingTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Book_OpenSchedule_AnswersTheOrder()
    {
        var hospital = await orders.NewHospitalAsync(new { holdMinutes = 20, cancelDaysBefore = 1, cancelTime = "15:30" });
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        var user = Accounts.NewUser();
        var answer = await orders.BookAsync(hospital.PublicId("S1"), user);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("unpaid", (string?)answer.Body["status"]);
        Assert.Equal("pending", (string?)answer.Body["hospitalStatus"]);
        Assert.Equal(1, answer.Number);
        Assert.Equal(orders.Clock.GetUtcNow().AddMinutes(20), (DateTimeOffset)answer.Body["expiresAt"]!);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 7, 30, 0, TimeSpan.Zero), (DateTimeOffset)answer.Body["cancelBefore"]!);
        Assert.Equal("2026-11-27", (string?)answer.Body["date"]);
        Assert.Equal("morning", (string?)answer.Body["period"]);
        Assert.Equal("50.00", answer.Body["fee"]!.ToJsonString());
        Assert.Equal("王**", (string?)answer.Body["patient"]!["name"]);
        Assert.Equal("李医师", (string?)answer.Body["doctor"]!["name"]);
        Assert.StartsWith("20261124", (string?)answer.Body["orderNo"], StringComparison.Ordinal);
        var detail = await orders.GetAsync($"/api/orders/{answer.Id}", user);
        Assert.Equal("placed", (string?)detail.Body["timeline"]![0]!["what"]);
        Assert.Equal(1, await EventsOfAsync("order-placed", answer.Id));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "malformed-json")]
    [InlineData("[]", HttpStatusCode.BadRequest, "malformed-json")]
    [InlineData("null", HttpStatusCode.BadRequest, null)]
    [InlineData("{\"scheduleId\":5}", HttpStatusCode.BadRequest, "malformed-json")]
    [InlineData("{}", HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData("{\"scheduleId\":\"nowhere.S1\",\"patientId\":\"00000000-0000-0000-0000-000000000001\"}", HttpStatusCode.NotFound, "schedule-not-found")]
    [InlineData("{\"scheduleId\":\"no dot\",\"patientId\":\"00000000-0000-0000-0000-000000000001\"}", HttpStatusCode.NotFound, "schedule-not-found")]
    [InlineData("{\"scheduleId\":\"H1.S\\u0000\",\"patientId\":\"00000000-0000-0000-0000-000000000001\"}", HttpStatusCode.NotFound, "schedule-not-found")]
    [InlineData("{\"scheduleId\":\"H1.S1\",\"patientId\":\"me\"}", HttpStatusCode.NotFound, "patient-not-found")]
    public async Task Book_BadRequest_IsAClearProblem(string body, HttpStatusCode status, string? code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await orders.BookAsync(content, Accounts.NewUser());
        Assert.Equal(status, answer.Status);
        Assert.NotNull(answer.Code);
        Assert.True(code is null || code == answer.Code, answer.Code);
    }

    [Fact]
    public async Task Book_NobodyLoggedIn_IsRefused()
    {
        var answer = await orders.SendAsync(HttpMethod.Post, "/api/orders", null);
        Assert.Equal((HttpStatusCode.Unauthorized, "login-required"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Book_ForeignPatient_IsNotFound()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        var answer = await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser(), Accounts.PatientOf(Accounts.NewUser()));
        Assert.Equal((HttpStatusCode.NotFound, "patient-not-found"), (answer.Status, answer.Code));
        Assert.Equal(20, await hospital.RemainingAsync("S1"));
    }

    [Fact]
    public async Task Book_SoldOut_NamesTheWaitlist()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 0));
        var answer = await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser());
        Assert.Equal((HttpStatusCode.Conflict, "slot-sold-out"), (answer.Status, answer.Code));
        Assert.Equal($"/api/schedules/{hospital.Code}.S1/waitlist", (string?)answer.Body["waitlist"]);
    }

    [Fact]
    public async Task Book_SamePatientSameDepartmentSameDay_IsADuplicate()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 1), TestHospital.Schedule("S2"));
        var user = Accounts.NewUser();
        var first = await orders.BookAsync(hospital.PublicId("S1"), user);
        foreach (var schedule in new[] { "S1", "S2" })
        {
            var answer = await orders.BookAsync(hospital.PublicId(schedule), user);
            Assert.Equal((HttpStatusCode.Conflict, "duplicate-booking"), (answer.Status, answer.Code));
            Assert.Equal(first.Id, (string?)answer.Body["orderId"]);
        }

        // Another child of the same account may go along.
        Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(hospital.PublicId("S2"), user, Accounts.PatientOf(user, 2))).Status);
    }

    [Fact]
    public async Task Book_ThirdNumberOfADay_BreaksTheDailyLimit()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync([.. Enumerable.Range(1, 3).Select(i => TestHospital.Schedule($"S{i}", department: $"D{i}"))]);
        var user = Accounts.NewUser();
        Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(hospital.PublicId("S1"), user)).Status);
        Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(hospital.PublicId("S2"), user)).Status);
        var answer = await orders.BookAsync(hospital.PublicId("S3"), user);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "daily-limit"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Book_SameUserInParallelOnThreeDepartments_StaysWithinTheDailyLimit()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync([.. Enumerable.Range(1, 6).Select(i => TestHospital.Schedule($"S{i}", department: $"D{i}"))]);
        var user = Accounts.NewUser();
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => orders.BookAsync(hospital.PublicId($"S{i}"), user)));
        Assert.Equal(2, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.Equal(4, answers.Count(a => a.Code == "daily-limit"));
    }

    [Theory]
    [InlineData("suspended", "schedule-suspended")]
    [InlineData("stopped", "booking-closed")]
    public async Task Book_ScheduleNotOpen_IsRefused(string status, string code)
    {
        var hospital = await orders.NewHospitalAsync();
        var schedule = TestHospital.Schedule("S1");
        schedule["status"] = status;
        await hospital.PushAsync(schedule);
        var answer = await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser());
        Assert.Equal((HttpStatusCode.Conflict, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(1, null, true)]
    [InlineData(2, null, false)]
    [InlineData(null, "elsewhere", false)]
    public async Task Book_BannedAccountOrPatient_IsForbidden(int? bannedPatient, string? bannedAt, bool refused)
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        var user = Accounts.NewUser();
        await using var connection = await orders.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "insert into booking_ban values (gen_random_uuid(), @user, @patient, @bannedAt, 'no-shows', @now, @until)",
            new
            {
                user,
                patient = bannedPatient is { } number ? Accounts.PatientOf(user, (byte)number) : (Guid?)null,
                bannedAt,
                now = OrdersFixture.Start,
                until = OrdersFixture.Start.AddDays(90),
            });
        var answer = await orders.BookAsync(hospital.PublicId("S1"), user);
        Assert.Equal(refused ? (HttpStatusCode.Forbidden, "booking-banned") : (HttpStatusCode.Created, null), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task GetOrder_ForeignUnknownOrMalformed_IsNotFound()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        var order = await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser());
        foreach (var id in new[] { order.Id, "00000000-0000-0000-0000-00000000ffff", "x", "%20" })
        {
            var answer = await orders.GetAsync($"/api/orders/{id}", Accounts.NewUser());
            Assert.Equal((HttpStatusCode.NotFound, "order-not-found"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task ListOrders_ByStatusAndPage_GivesOwnOnly()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"), TestHospital.Schedule("S2", department: "D2"));
        var user = Accounts.NewUser();
        var kept = await orders.BookAsync(hospital.PublicId("S1"), user);
        orders.Clock.Advance(TimeSpan.FromSeconds(1));
        var ended = await orders.BookAsync(hospital.PublicId("S2"), user);
        await orders.CancelAsync(ended.Id, user);
        await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser());
        Assert.Equal([ended.Id, kept.Id], Ids(await orders.GetAsync("/api/orders", user)));
        Assert.Equal([kept.Id], Ids(await orders.GetAsync("/api/orders?status=unpaid", user)));
        var second = await orders.GetAsync("/api/orders?page=2&size=1", user);
        Assert.Equal([kept.Id], Ids(second));
        Assert.Equal(2, (int)second.Body["total"]!);
        Assert.Equal("validation-failed", (await orders.GetAsync("/api/orders?status=lost", user)).Code);
    }

    private static string[] Ids(Answer answer) => [.. answer.Body["items"]!.AsArray().Select(i => (string)i!["id"]!)];

    private async Task<int> EventsOfAsync(string topic, string orderId)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<int>(
            "select count(*) from outbox where topic = @topic and (payload::jsonb)->>'orderId' = @orderId", new { topic, orderId });
    }
}

using System.Net;
using System.Text.Json;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSdk.Tests.Client;

public sealed class HospitalClientTests
{
    private static readonly Schedule Session = new(
        "s-1", "0304", "张医师", "主任医师", "冠心病", new DateOnly(2026, 3, 2), Period.Morning, 20, 18, 60m, ScheduleStatus.Open);

    [Fact]
    public async Task PutHospital_AHospital_SendsTheContractsWords()
    {
        var platform = new PlatformStub().Then(HttpStatusCode.OK);
        var rule = new BookingRule(7, "08:30", "12:30", 1, "15:30", 30, ["注意"]);

        await platform.Client().PutHospitalAsync(new("协和", "3A", "综合医院", "110101", "帅府园1号", null, null, null, null, rule));

        var (call, body) = Assert.Single(platform.Calls);
        Assert.Equal("PUT /hospital/v2/hospital", call);
        Assert.Equal(
            """{"name":"协和","level":"3A","type":"综合医院","regionCode":"110101","address":"帅府园1号","phone":null,"intro":null,"route":null,"logo":null,"bookingRule":{"cycleDays":7,"releaseTime":"08:30","stopTime":"12:30","cancelDaysBefore":1,"cancelTime":"15:30","holdMinutes":30,"notes":["注意"]}}""",
            body);
    }

    [Fact]
    public async Task PutSchedules_OneSchedule_SendsTheContractsWords()
    {
        var platform = new PlatformStub().Then(HttpStatusCode.OK, """{"accepted":1,"rejected":[]}""");

        await platform.Client().PutSchedulesAsync([Session]);

        Assert.Equal(
            """{"items":[{"id":"s-1","departmentCode":"0304","doctorName":"张医师","doctorTitle":"主任医师","skill":"冠心病","date":"2026-03-02","period":"morning","released":20,"available":18,"fee":60,"status":"open"}]}""",
            Assert.Single(platform.Calls).Body);
    }

    [Fact]
    public async Task PutSchedules_MoreThanABatch_SendsSeveralAndCountsOn()
    {
        var platform = new PlatformStub()
            .Then(HttpStatusCode.OK, """{"accepted":499,"rejected":[{"index":3,"code":"department-unknown","message":"?"}]}""")
            .Then(HttpStatusCode.OK, """{"accepted":500,"rejected":[],"reported":[{"id":"s-1","code":"below-sold","message":"!"}]}""")
            .Then(HttpStatusCode.OK, """{"accepted":0,"rejected":[{"index":0,"code":"invalid","message":"?"}]}""");

        var result = await platform.Client().PutSchedulesAsync(Enumerable.Repeat(Session, 1001));

        Assert.Equal(999, result.Accepted);
        Assert.Equal([3, 1000], result.Rejected.Select(rejection => rejection.Index));
        Assert.Equal("below-sold", Assert.Single(result.Reported!).Code);
        Assert.Equal([500, 500, 1], platform.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("items").GetArrayLength()));
    }

    [Fact]
    public async Task PutDepartments_Nothing_CallsNobody()
    {
        var platform = new PlatformStub();

        Assert.Equal(0, (await platform.Client().PutDepartmentsAsync([])).Accepted);
        Assert.Empty(platform.Calls);
    }

    [Fact]
    public async Task ListSchedules_ByDayAndDepartment_AsksForThem()
    {
        var platform = new PlatformStub().Then(HttpStatusCode.OK, JsonSerializer.Serialize(new ItemList<Schedule>([Session]), HospitalJson.Options));

        var schedules = await platform.Client().ListSchedulesAsync(new DateOnly(2026, 3, 2), "03&04");

        Assert.Equal(Session, Assert.Single(schedules));
        Assert.Equal("GET /hospital/v2/schedules?date=2026-03-02&department=03%2604", platform.Calls[0].Call);
    }

    [Fact]
    public async Task OtherCalls_Each_GoWhereTheContractSays()
    {
        var platform = new PlatformStub();
        using var client = platform.Client();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            platform.Then(HttpStatusCode.OK);
        }

        await client.DeleteDepartmentAsync("03.04");
        await client.DeleteScheduleAsync("a b");
        await client.SuspendAsync(new(["s-1"], "医生外出"));
        await client.ReportOrderAsync("o-1", new(OrderEventType.NoShow, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal(
            [
                ("DELETE /hospital/v2/departments/03.04", ""),
                ("DELETE /hospital/v2/schedules/a%20b", ""),
                ("POST /hospital/v2/suspensions", """{"scheduleIds":["s-1"],"reason":"医生外出"}"""),
                ("POST /hospital/v2/orders/o-1/events", """{"type":"no-show","at":"2026-03-02T00:00:00+00:00","reason":null}"""),
            ],
            platform.Calls);
    }

    [Fact]
    public async Task AnyCall_Refused_ThrowsWithTheCode()
    {
        const string Problem = """{"title":"Conflict","status":409,"detail":"有未完成的订单","code":"live-orders"}""";
        var platform = new PlatformStub().Then(HttpStatusCode.Conflict, Problem, "application/problem+json");

        var exception = await Assert.ThrowsAsync<HospitalApiException>(() => platform.Client().DeleteDepartmentAsync("0304"));

        Assert.Equal((HttpStatusCode.Conflict, "live-orders", "有未完成的订单"), (exception.Status, exception.Code, exception.Message));
    }

    [Fact]
    public async Task AnyCall_InvalidFields_ThrowsWithThem()
    {
        const string Problem = """{"title":"Bad","status":400,"code":"validation-failed","errors":{"regionCode":["未知"]}}""";
        var platform = new PlatformStub().Then(HttpStatusCode.BadRequest, Problem, "application/problem+json");

        var exception = await Assert.ThrowsAsync<HospitalApiException>(() => platform.Client().GetHospitalAsync());

        Assert.Equal("未知", exception.Errors["regionCode"].Single());
    }

    [Theory]
    [InlineData("<html>", "text/html")]
    [InlineData("{", "application/problem+json")]
    [InlineData("null", "application/json")]
    public async Task AnyCall_ErrorThatIsNoProblem_ThrowsWithTheStatus(string body, string mediaType)
    {
        var platform = new PlatformStub { Signs = false }.Then(HttpStatusCode.NotFound, body, mediaType);

        Assert.Equal("http-404", (await Assert.ThrowsAsync<HospitalApiException>(() => platform.Client().GetHospitalAsync())).Code);
    }
}

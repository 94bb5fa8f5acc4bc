using System.Net;
using System.Net.Http.Json;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Tests.Playing;

public sealed class PushTests
{
    [Fact]
    public async Task Start_PlatformUp_PushesEveryHospitalWithTwoWeeks()
    {
        await using var stage = await Stage.SetAsync();

        var state = await stage.WaitAsync(state => state.Done);

        Assert.Equal((3, 3, 0, 0), (state.Hospitals, state.Pushed, state.Failed, state.Rejected));
        foreach (var hospital in stage.Hospitals.All)
        {
            var calls = stage.Platform.Calls.Where(call => call.HospitalCode == hospital.Code).ToArray();
            Assert.Equal(["PUT /hospital/v2/hospital", "PUT /hospital/v2/departments", "PUT /hospital/v2/schedules"], calls.Select(call => call.Call).Distinct());
            Assert.Equal(hospital.Departments.Count, calls[1].Items.Length);
            var dates = calls.Skip(2).SelectMany(call => call.Items).Select(item => item.GetProperty("date").GetString()).Distinct().Order().ToArray();
            Assert.Equal(("2026-03-01", "2026-03-14", 14), (dates[0], dates[^1], dates.Length));
            Assert.Equal(SchedulesOf(stage, hospital.Code), calls.Skip(2).Sum(call => call.Items.Length));
        }
    }

    [Fact]
    public async Task Start_PlatformNotUpYet_WaitsForIt()
    {
        var starting = 8;
        await using var stage = await Stage.SetAsync(1, _ => Interlocked.Decrement(ref starting) > 0 ? 503 : null);

        Assert.Equal(1, (await stage.WaitAsync(state => state.Done)).Pushed);
        Assert.Equal(HttpStatusCode.OK, (await stage.Anyone.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Push_OneHospitalRefused_DoesNotStopTheOthers()
    {
        await using var stage = await Stage.SetAsync(3, call => call.HospitalCode == "110101002" ? 403 : null);

        var state = await stage.WaitAsync(state => state.Done);

        Assert.Equal((2, 1), (state.Pushed, state.Failed));
    }

    [Fact]
    public async Task Push_HospitalRefusedAtFirst_ComesAgain()
    {
        var refusals = 2;
        await using var stage = await Stage.SetAsync(
            2, call => call is { HospitalCode: "110101002", Call: "PUT /hospital/v2/departments" } && Interlocked.Decrement(ref refusals) >= 0 ? 400 : null);

        var state = await stage.WaitAsync(state => state.Done);

        Assert.Equal((2, 0), (state.Pushed, state.Failed));
    }

    [Fact]
    public async Task Midnight_InChina_PushesTheNewDayOnly()
    {
        await using var stage = await Stage.SetAsync(2);
        var before = (await stage.WaitAsync(state => state.Done)).Schedules;
        stage.Platform.Calls.Clear();

        // 09:00 → 00:10 in China; the calls then are signed with the new time.
        stage.Time.Advance(TimeSpan.FromHours(15) + TimeSpan.FromMinutes(10));
        var rolled = new DateOnly(2026, 3, 15);
        var expected = stage.Hospitals.All.Sum(hospital => SchedulePlan.Of(hospital, rolled).Count());
        await stage.WaitAsync(state => state.Schedules == before + expected);

        Assert.All(stage.Platform.Calls, call => Assert.Equal("PUT /hospital/v2/schedules", call.Call));
        Assert.All(stage.Platform.Calls.SelectMany(call => call.Items), item => Assert.Equal("2026-03-15", item.GetProperty("date").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PushExtra_ASchedule_GoesToThePlatformAndTakesOrders(bool asArray)
    {
        await using var stage = await Stage.SetAsync(1);
        await stage.WaitAsync(state => state.Done);
        var schedule = new Schedule("extra-1", "0304", "张医师", "主任医师", null, stage.Today, Period.Morning, 2, 2, 10m, ScheduleStatus.Open);

        using var pushed = await stage.Anyone.PostAsJsonAsync(
            $"/simulator/hospitals/{Stage.Code}/schedules", asArray ? (object)new[] { schedule } : new ItemList<Schedule>([schedule]), HospitalJson.Options);

        Assert.Equal(1, (await pushed.Content.ReadFromJsonAsync<PushResult>(HospitalJson.Options))!.Accepted);
        Assert.Equal("extra-1", stage.Platform.Calls.Last().Items.Single().GetProperty("id").GetString());
        using var caller = stage.CallerOf();
        using var answer = await caller.PostAsJsonAsync("orders", Submissions.For(schedule, "o-1"), HospitalJson.Options);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("nobody", """{"items":[{"id":"x"}]}""", HttpStatusCode.NotFound, "hospital-not-found")]
    [InlineData(Stage.Code, """{"items":[]}""", HttpStatusCode.BadRequest, "invalid-schedules")]
    [InlineData(Stage.Code, """{}""", HttpStatusCode.BadRequest, "invalid-schedules")]
    [InlineData(Stage.Code, """{"items":[null]}""", HttpStatusCode.BadRequest, "invalid-schedules")]
    [InlineData(Stage.Code, """{"items":[{"id":"x","period":"noon"}]}""", HttpStatusCode.BadRequest, "invalid-schedules")]
    [InlineData(Stage.Code, """[7]""", HttpStatusCode.BadRequest, "invalid-schedules")]
    [InlineData(Stage.Code, """[""", HttpStatusCode.BadRequest, "invalid-request")]
    public async Task PushExtra_Nonsense_IsRefused(string code, string body, HttpStatusCode status, string problem)
    {
        await using var stage = await Stage.SetAsync(1);

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await stage.Anyone.PostAsync(new Uri($"/simulator/hospitals/{code}/schedules", UriKind.Relative), content);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"\"code\":\"{problem}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static int SchedulesOf(Stage stage, string code) => Enumerable.Range(0, SchedulePlan.WindowDays)
        .Sum(day => SchedulePlan.Of(stage.Hospitals.Find(code)!, stage.Today.AddDays(day)).Count());
}

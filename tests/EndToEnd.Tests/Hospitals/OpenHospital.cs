using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Platform;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;

namespace Yilai.EndToEnd.Tests.Hospitals;

/// <summary>
/// A bundled hospital, other than those where patients of other stories book, under rules that let a whole life of an order
/// happen today: numbers can be booked and given back until the day ends, and are held for a minute.
/// </summary>
internal sealed class OpenHospital : IDisposable
{
    private static readonly TimeSpan LongestStory = TimeSpan.FromMinutes(3);
    private readonly RunningPlatform platform;
    private readonly string code;
    private readonly string department;

    private OpenHospital(RunningPlatform platform, string code, string department, HospitalClient client) =>
        (this.platform, this.code, this.department, Client) = (platform, code, department, client);

    /// <summary>Its signed client.</summary>
    public HospitalClient Client { get; }

    public DateOnly Today { get; } = DateOnly.FromDateTime(ChinaNow().DateTime);

    /// <param name="platform">Where.</param>
    /// <param name="cancelDaysBefore">One, when what is booked for today is too late to be given back; a hospital of its own, since other stories may be going on.</param>
    public static async Task<OpenHospital> OpenAsync(RunningPlatform platform, int cancelDaysBefore = 0)
    {
        // What happens today must still be today when it ends.
        await Eventually.TrueAsync(
            "the day is long enough", () => Task.FromResult(TimeSpan.FromDays(1) - ChinaNow().TimeOfDay > LongestStory), LongestStory + LongestStory);
        var hospitals = await platform.Http.GetFromJsonAsync<JsonElement>("/api/hospitals?size=100");
        var keys = await HospitalKeys.ReadAsync(platform);
        var code = hospitals.GetProperty("items").EnumerateArray()
            .Where(h => h.Text("level") != "3A" && keys.ContainsKey(h.Text("code"))).ElementAt(cancelDaysBefore).Text("code");
        var client = await platform.ClientAsync(code);
        var hospital = await client.GetHospitalAsync();
        await client.PutHospitalAsync(hospital with { BookingRule = new(7, "00:00", "23:59", cancelDaysBefore, "23:59", 1, []) });
        var departments = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{code}/departments");
        return new OpenHospital(platform, code, departments[0].Text("code"), client);
    }

    /// <summary>Pushes a session; gives its public id.</summary>
    public async Task<string> NewScheduleAsync(decimal fee = 50m, int numbers = 3, DateOnly? date = null)
    {
        var schedule = new Schedule(
            $"life-{Guid.CreateVersion7():N}", department, "测试医师", "主任医师", null, date ?? Today, Period.Afternoon, numbers, numbers, fee, ScheduleStatus.Open);
        using var http = new HttpClient { BaseAddress = platform.Simulator };
        using var pushed = await http.PostAsJsonAsync($"/simulator/hospitals/{code}/schedules", new[] { schedule }, HospitalJson.Options);
        Assert.Equal(1, (await pushed.JsonAsync(HttpStatusCode.OK)).GetProperty("accepted").GetInt32());
        return $"{code}.{schedule.Id}";
    }

    /// <summary>停诊 of a session.</summary>
    public Task SuspendAsync(string scheduleId) => Client.SuspendAsync(new Suspension([scheduleId[(code.Length + 1)..]], "医生外出"));

    /// <summary>Says what happened to an order.</summary>
    public Task ReportAsync(string orderId, OrderEventType type) => Client.ReportOrderAsync(orderId, new OrderEvent(type, TimeProvider.System.GetUtcNow()));

    public void Dispose() => Client.Dispose();

    private static DateTimeOffset ChinaNow() => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
}

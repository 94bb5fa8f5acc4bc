using System.Text.Json;
using Yilai.HospitalSdk.Messages;

namespace Yilai.Bench.Inventory;

/// <summary>A bundled hospital with more numbers than anybody can take, held for a day.</summary>
internal sealed class BenchSchedules
{
    /// <summary>Days with sessions to spread over; hot ones come on later days.</summary>
    public const int Days = 50;

    /// <summary>As many as a patient may hold on one day of one hospital, each in a department of its own.</summary>
    public const int PerPatientAndDay = 2;
    private const int PerDay = 20;
    private const int Numbers = 9_999;
    private readonly BenchPlatform platform;
    private readonly string code;
    private readonly IReadOnlyList<string> departments;
    private int hot;

    private BenchSchedules(BenchPlatform platform, string code, IReadOnlyList<string> departments) => (this.platform, this.code, this.departments) = (platform, code, departments);

    public static async Task<BenchSchedules> PushAsync(BenchPlatform platform, HttpClient http)
    {
        var hospitals = await http.GetFromJsonAsync<JsonElement>(new Uri($"{platform.Gateway}/api/hospitals?size=1"));
        var code = hospitals.GetProperty("items")[0].GetProperty("code").GetString()!;
        var departments = await http.GetFromJsonAsync<JsonElement>(new Uri($"{platform.Gateway}/api/hospitals/{code}/departments"));
        using var client = platform.Hospital(code);
        var hospital = await client.GetHospitalAsync();
        await client.PutHospitalAsync(hospital with { BookingRule = new(90, "00:00", "23:59", 0, "23:59", 1440, []) });
        var schedules = new BenchSchedules(platform, code, [.. departments.EnumerateArray().Select(d => d.GetProperty("code").GetString()!)]);
        foreach (var day in Enumerable.Range(0, Days).Chunk(10))
            await schedules.PushAsync(http, day.SelectMany(d => Enumerable.Range(0, PerDay).Select(n => schedules.Session($"spread-{d}-{n}", d, n))));
        return schedules;
    }

    /// <summary>One of the thousand: one of a day's first half, or of its second, so that nobody asks for the same department twice.</summary>
    public string Spread(int day, int half) => $"{code}.spread-{day}-{Random.Shared.Next(PerDay / 2) * 2 + half}";

    /// <summary>A session that everybody wants, on a day of its own.</summary>
    public async Task<string> HotAsync(HttpClient http)
    {
        var day = Days + hot++;
        await PushAsync(http, [Session($"hot-{day}", day, 0)]);
        return $"{code}.hot-{day}";
    }

    private Schedule Session(string id, int day, int department) => new(
        id, departments[department % departments.Count], "测试医师", "主任医师", null,
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime).AddDays(day + 1), Period.Morning, Numbers, Numbers, 50m, ScheduleStatus.Open);

    private async Task PushAsync(HttpClient http, IEnumerable<Schedule> schedules)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"{platform.Simulator}/simulator/hospitals/{code}/schedules"), schedules, HospitalJson.Options);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || JsonSerializer.Deserialize<PushResult>(text, HospitalJson.Options) is not { Rejected.Count: 0 })
            throw new InvalidOperationException($"The schedules were not taken: {text}");
    }
}

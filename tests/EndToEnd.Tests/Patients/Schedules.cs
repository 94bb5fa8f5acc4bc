using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Patients;

/// <summary>Finds and makes schedules.</summary>
internal static class Schedules
{
    /// <summary>
    /// Has a bundled hospital push a new schedule with so many numbers; gives its public id. Three days ahead, it can still be
    /// cancelled at any time of day.
    /// </summary>
    public static async Task<string> NewScheduleAsync(this RunningPlatform platform, int numbers, int daysAhead = 3, int hospital = 0, decimal fee = 50)
    {
        var hospitals = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals?level=3A&size={hospital + 1}");
        var code = hospitals.GetProperty("items")[hospital].Text("code");
        var departments = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{code}/departments");
        var id = $"e2e-{Guid.CreateVersion7():N}";
        using var http = new HttpClient { BaseAddress = platform.Simulator };
        using var pushed = await http.PostAsJsonAsync($"/simulator/hospitals/{code}/schedules", new[]
        {
            new
            {
                id,
                departmentCode = departments[0].Text("code"),
                doctorName = "测试医师",
                doctorTitle = "主任医师",
                skill = "端到端测试",
                date = Today().AddDays(daysAhead),
                period = "morning",
                released = numbers,
                available = numbers,
                fee,
                status = "open",
            },
        });
        await pushed.JsonAsync(HttpStatusCode.OK);
        return $"{code}.{id}";
    }

    /// <summary>The portal's page of the day of a schedule made by <see cref="NewScheduleAsync"/>.</summary>
    public static async Task<string> DayPageAsync(this RunningPlatform platform, string scheduleId, int daysAhead = 3)
    {
        var hospital = scheduleId[..scheduleId.IndexOf('.', StringComparison.Ordinal)];
        var departments = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{hospital}/departments");
        return $"/hospitals/{hospital}/departments/{departments[0].Text("code")}?date={Today().AddDays(daysAhead):yyyy-MM-dd}";
    }

    /// <summary>The first department with a bookable day and a schedule with numbers left there, found as a patient would.</summary>
    public static async Task<(string Hospital, JsonElement Schedule)> FindBookableAsync(this RunningPlatform platform)
    {
        var hospitals = await platform.Http.GetFromJsonAsync<JsonElement>("/api/hospitals?level=3A");
        foreach (var hospital in hospitals.GetProperty("items").EnumerateArray().Select(h => h.Text("code")))
        {
            var departments = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{hospital}/departments");
            foreach (var department in departments.EnumerateArray().Select(d => d.Text("code")))
            {
                var days = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{hospital}/departments/{department}/days");
                foreach (var day in days.EnumerateArray().Where(d => d.Text("status") == "bookable").Skip(1))
                {
                    var schedules = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{hospital}/departments/{department}/schedules?date={day.Text("date")}");
                    var free = schedules.EnumerateArray().FirstOrDefault(s => s.Text("status") == "bookable" && s.GetProperty("remaining").GetInt32() > 0);
                    if (free.ValueKind == JsonValueKind.Object)
                    {
                        return (hospital, free);
                    }
                }
            }
        }

        throw new InvalidOperationException("No bundled hospital has a bookable number.");
    }

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
}

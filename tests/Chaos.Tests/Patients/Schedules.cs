using System.Globalization;
using System.Net;
using Yilai.Chaos.Tests.Platform;

namespace Yilai.Chaos.Tests.Patients;

/// <summary>Schedules that exist for the chaos only.</summary>
internal static class Schedules
{
    private const int PerCall = 200;

    // The first is far enough ahead to be cancelled at any time of day.
    private const int FirstDay = 3;
    private const int Days = 10;
    private static readonly string[] Departments = ["0300", "0400", "0700"];
    private static readonly string[] Periods = ["morning", "afternoon"];
    private static readonly decimal[] Fees = [50m, 30m, 19.99m];

    /// <summary>How many there are for a rush of visits.</summary>
    public const int Count = Days * 6;

    /// <summary>Has the hospital push schedules with so many numbers each; gives their public ids.</summary>
    public static async Task<IReadOnlyList<string>> PushAsync(ChaosPlatform platform, string hospital, int count, int numbers)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var run = Guid.CreateVersion7().ToString("N")[^8..];
        var schedules = Enumerable.Range(0, count).Select(i => new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"chaos-{run}-{i:000}"),
            departmentCode = Departments[i % Departments.Length],
            doctorName = "混沌医师",
            doctorTitle = "主任医师",
            skill = "一切照常",
            date = today.AddDays(FirstDay + (i / 6 % Days)),
            period = Periods[i / Departments.Length % Periods.Length],
            released = numbers,
            available = numbers,
            fee = Fees[i % 4 % Fees.Length],
            status = "open",
        }).ToArray();
        using var http = new HttpClient { BaseAddress = platform.AddressOf("simulator"), Timeout = TimeSpan.FromSeconds(30) };
        foreach (var some in schedules.Chunk(PerCall))
        {
            await Eventually.TrueAsync("the schedules are pushed", async () =>
            {
                using var pushed = await http.PostAsJsonAsync($"simulator/hospitals/{hospital}/schedules", some);
                return pushed.StatusCode == HttpStatusCode.OK;
            });
        }

        return [.. schedules.Select(s => $"{hospital}.{s.id}")];
    }
}

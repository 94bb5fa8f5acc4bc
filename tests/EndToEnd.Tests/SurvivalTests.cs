using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>Parts die by kill -9 while people book; the AppHost brings each back, and nothing is lost or sold twice.</summary>
[Collection(Collections.Alone)]
public sealed class SurvivalTests(RunningPlatform platform)
{
    private const int Users = 40;
    private const int NumbersPerSchedule = 12;
    private static readonly (string Part, string? Program)[] Mortals =
        [("orders", null), ("sidecar", null), ("postgres", "postgres"), ("redis", "redis-server"), ("rabbitmq", "beam.smp")];

    [Fact]
    [EveryComponentSet]
    public async Task Kill_OrdersSidecarDatabaseAndBrokersWhileBookingsRun_LosesNothing()
    {
        var schedules = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            schedules.Add(await platform.NewScheduleAsync(NumbersPerSchedule));
        }

        var patients = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => Patient.RegisterAsync(platform)));
        var booked = new ConcurrentDictionary<string, int>();
        var trouble = new ConcurrentDictionary<HttpStatusCode, int>();
        var killing = KillAsync();

        await Task.WhenAll(patients.Select((p, i) => BookUntilDecidedAsync(p, schedules, i, killing, booked, trouble)));
        await killing;

        var live = 0;
        foreach (var schedule in schedules)
        {
            live += (await Books.OfAsync(platform, schedule)).Live;
        }

        // Whatever a patient was told to have is in the books, and the books hold nothing that nobody was told of.
        Assert.Equal(booked.Count, live);
        Assert.All(trouble.Keys, status => Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadGateway, HttpStatusCode.GatewayTimeout]));
        await Eventually.TrueAsync(
            "every booking's event has become a text message",
            async () => (await Task.WhenAll(patients.Select(p => platform.CountTextsAsync(p.Phone, "您已预约")))).Sum() >= booked.Count,
            TimeSpan.FromMinutes(3));
        Array.ForEach(patients, p => p.Dispose());
        // Other tests come after: connections that broke with the database are noticed by the first who use them.
        await Eventually.TrueAsync(
            "people can log in again",
            async () =>
            {
                using var answer = await platform.Http.PostAsJsonAsync("/api/auth/phone-codes", new { phone = Persons.Phone(Persons.Next()) });
                return answer.StatusCode == HttpStatusCode.Accepted;
            },
            TimeSpan.FromMinutes(1));
    }

    private async Task KillAsync()
    {
        // Databases and brokers run below a launcher.
        foreach (var (part, program) in Mortals.Where(mortal => platform.Has(mortal.Part)))
        {
            var pid = platform.ProcessIdOf(part);
            using var process = Process.GetProcessById(program is null ? pid : Below(pid, program) ?? throw new InvalidOperationException($"{part} runs no {program}"));
            process.Kill();
            await platform.BackAgainAsync(part, pid);
        }
    }

    /// <summary>The topmost process of a name below another.</summary>
    private static int? Below(int pid, string program) => File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
        .Select(child => File.ReadAllText($"/proc/{child}/comm").Trim() == program ? child : Below(child, program))
        .FirstOrDefault(found => found is not null);

    /// <summary>Books one number per schedule, each with one key until the platform has decided: a failed answer is simply asked again.</summary>
    private static async Task BookUntilDecidedAsync(
        Patient patient,
        List<string> schedules,
        int start,
        Task killing,
        ConcurrentDictionary<string, int> booked,
        ConcurrentDictionary<HttpStatusCode, int> trouble)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        var deadline = Stopwatch.StartNew();
        for (var i = 0; i < schedules.Count; i++)
        {
            // Spread over the whole time of the killing, so that every kill meets bookings.
            if (i > 0 && !killing.IsCompleted)
            {
                for (var turn = 0; turn < 15 && await pace.WaitForNextTickAsync(); turn++)
                {
                }
            }

            var key = Guid.CreateVersion7().ToString();
            while (true)
            {
                Assert.True(deadline.Elapsed < TimeSpan.FromMinutes(4), "the platform did not decide in time");
                try
                {
                    using var answer = await patient.BookAsync(schedules[(start + i) % schedules.Count], key);
                    if (answer.StatusCode == HttpStatusCode.Created)
                    {
                        Assert.True(booked.TryAdd((await answer.JsonAsync(HttpStatusCode.Created)).Text("id"), 0));
                        break;
                    }

                    if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
                    {
                        break;
                    }

                    trouble.AddOrUpdate(answer.StatusCode, 1, (_, n) => n + 1);
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    trouble.AddOrUpdate(HttpStatusCode.ServiceUnavailable, 1, (_, n) => n + 1);
                }

                await pace.WaitForNextTickAsync();
            }
        }
    }
}

using System.Net;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>Many want the same few numbers.</summary>
[Collection(Collections.Alone)]
public sealed class RushTests(RunningPlatform platform)
{
    private const int Users = 500;
    private const int Numbers = 20;

    [Fact]
    [EveryComponentSet]
    public async Task Rush_500UsersFor20Numbers_SellsEachNumberOnce_AndTheDatabaseAgrees()
    {
        var schedule = await platform.NewScheduleAsync(Numbers);
        var patients = new List<Patient>();
        foreach (var batch in Enumerable.Range(0, Users).Chunk(25))
        {
            patients.AddRange(await Task.WhenAll(batch.Select(_ => Patient.RegisterAsync(platform))));
        }

        var answers = await Task.WhenAll(patients.Select(p => p.BookAsync(schedule)));

        var sold = new List<int>();
        foreach (var answer in answers)
        {
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                sold.Add((await answer.JsonAsync(HttpStatusCode.Created)).GetProperty("number").GetInt32());
            }
            else
            {
                await answer.ProblemAsync(HttpStatusCode.Conflict, "slot-sold-out");
            }

            answer.Dispose();
        }

        Assert.Equal(Enumerable.Range(1, Numbers), sold.Order());
        Assert.Equal((0, Numbers), await Books.OfAsync(platform, schedule));
        patients.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task Rush_OneUserClicks40Times_HasOneOrder()
    {
        var schedule = await platform.NewScheduleAsync(Numbers);
        using var patient = await Patient.RegisterAsync(platform);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => patient.BookAsync(schedule, i % 2 == 0 ? "one-key-for-all" : null)));

        var ids = new HashSet<string>();
        foreach (var answer in answers)
        {
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                ids.Add((await answer.JsonAsync(HttpStatusCode.Created)).Text("id"));
            }
            else
            {
                await answer.ProblemAsync(HttpStatusCode.Conflict, "duplicate-booking");
            }

            answer.Dispose();
        }

        Assert.Single(ids);
        Assert.Equal((Numbers - 1, 1), await Books.OfAsync(platform, schedule));
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Dapper;
using Yilai.Chaos.Tests.Patients;
using Yilai.Chaos.Tests.Plans;
using Yilai.Chaos.Tests.Platform;
using Yilai.Chaos.Tests.Verdicts;

namespace Yilai.Chaos.Tests;

/// <summary>A hundred numbers, and ten thousand attempts at them while everything is killed.</summary>
public sealed class RushTests(ChaosPlatform platform, ITestOutputHelper output)
{
    private const int Numbers = 100;
    private const int Connections = 64;
    private static readonly ChaosOptions Options = ChaosOptions.Current with { Seed = ChaosOptions.Current.Seed + 7, Length = ChaosOptions.Current.Length / 2 };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Rush_TenThousandAttemptsAt100Numbers_SellsExactly100()
    {
        var plan = Plan.Of(Options, schedules: 2);
        var accounts = await Account.RegisterAsync(platform, Options.Patients);
        var schedule = (await Schedules.PushAsync(platform, ChaosPlatform.LongHolds, 1, Numbers))[0];
        var knowledge = new Knowledge();
        var numbers = new ConcurrentDictionary<string, int>();
        using var chaos = new Disorder(platform, plan, Options.Length);
        var running = chaos.RunAsync();

        await Parallel.ForAsync(0, Options.Attempts, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (i, _) =>
        {
            // Spread over the whole chaos, so that every kill meets attempts.
            await chaos.Clock.UntilAsync(Options.Length * i / Options.Attempts);
            var account = accounts[i % accounts.Count];
            var patient = account.Patients[i / accounts.Count % account.Patients.Count];
            var key = string.Create(CultureInfo.InvariantCulture, $"rush-{Options.Seed}-{i}");
            var answer = await account.AskAsync(knowledge, HttpMethod.Post, "/api/orders", new { scheduleId = schedule, patientId = patient }, key);
            if (answer.Status == HttpStatusCode.Created)
            {
                Assert.True(knowledge.Orders.TryAdd(answer.Text("id"), new(account, schedule, patient, key)), "two keys led to one order");
                numbers[answer.Text("id")] = answer.Body.GetProperty("number").GetInt32();
            }
            else
            {
                knowledge.Refused(answer);
            }
        });
        await running;
        await chaos.EndAsync();

        Tell($"seed {Options.Seed}: {Options.Attempts} attempts at {Numbers} numbers, {knowledge.Orders.Count} told that they have one; {chaos.Deaths}");
        Tell($"refusals: {Knowledge.Counts(knowledge.Refusals)}; troubles on the way: {Knowledge.Counts(knowledge.Troubles)}");
        var settled = await Verdict.WaitAsync(platform, ChaosPlatform.LongHolds, holdsExpire: false, Patience);
        Tell($"all books agree {settled.TotalSeconds:0} s after the rush");
        Assert.Equal(Enumerable.Range(1, Numbers), numbers.Values.Order());
        Assert.Equal(knowledge.Orders.Keys.Order(), await SoldAsync(schedule));
        Assert.All(knowledge.Refusals.Keys, refusal => Assert.Contains(refusal, (string[])["409 slot-sold-out", "409 duplicate-booking"]));
        Assert.DoesNotContain("500", knowledge.Troubles.Keys);
        await PublicVerdict.KeysAsync(knowledge);
        await PublicVerdict.OrdersAsync(accounts, ChaosPlatform.LongHolds, knowledge);
        accounts.ForEach(account => account.Dispose());
    }

    /// <summary>The orders that hold a number of the schedule, which has none left.</summary>
    private async Task<IEnumerable<string>> SoldAsync(string schedule)
    {
        await using var database = await platform.OpenDatabaseAsync();
        var id = schedule[(schedule.IndexOf('.', StringComparison.Ordinal) + 1)..];
        Assert.Equal(0, await database.ExecuteScalarAsync<int>("select remaining from orders.schedule where schedule_id = @id", new { id }));
        return (await database.QueryAsync<Guid>("select id from orders.order_info where schedule_id = @id and order_status = 0", new { id })).Select(order => order.ToString()).Order();
    }

    private void Tell(string figure)
    {
        output.WriteLine(figure);
        Console.WriteLine($"figure: rush: {figure}");
    }
}

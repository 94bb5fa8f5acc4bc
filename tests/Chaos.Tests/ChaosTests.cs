using System.Diagnostics;
using Dapper;
using Yilai.Chaos.Tests.Patients;
using Yilai.Chaos.Tests.Plans;
using Yilai.Chaos.Tests.Platform;
using Yilai.Chaos.Tests.Verdicts;

namespace Yilai.Chaos.Tests;

/// <summary>
/// People book, pay, cancel and move while everything that may die is killed, the hospital and the payment provider
/// misbehave and somebody forges notifications. Afterwards, nothing may be lost, sold twice, paid for nothing or untold.
/// </summary>
public sealed class ChaosTests(ChaosPlatform platform, ITestOutputHelper output)
{
    private static readonly ChaosOptions Options = ChaosOptions.Current;

    // Two cores carry about twenty sagas a second.
    private static readonly TimeSpan PerVisit = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Chaos_WhilePeopleBookPayCancelAndMove_LeavesNoLie()
    {
        var plan = Plan.Of(Options, Schedules.Count);
        Tell($"seed {Options.Seed}, plan {plan.Fingerprint()}: {plan.Visits.Count} visits of {Options.Patients} patients, {plan.Kills.Count} kills in {Options.Length.TotalSeconds:0} s");
        var accounts = await Account.RegisterAsync(platform, Options.Patients);
        // A little less than is asked for, so that some sell out.
        var schedules = await Schedules.PushAsync(platform, ChaosPlatform.ShortHolds, Schedules.Count, Math.Max(3, plan.Visits.Count * 9 / (Schedules.Count * 10)));
        // Sagas ask again after ever longer waits; after a long chaos the longest is ten minutes.
        var patience = TimeSpan.FromMinutes(4) + (Options.Length < TimeSpan.FromMinutes(10) ? Options.Length : TimeSpan.FromMinutes(10)) + PerVisit * plan.Visits.Count;
        var knowledge = new Knowledge();
        using var page = new PaymentPage();

        var since = Stopwatch.StartNew();
        using var chaos = new Disorder(platform, plan, Options.Length);
        await Task.WhenAll(chaos.RunAsync(), Task.WhenAll(plan.Visits.Select(async (visit, i) =>
        {
            await chaos.Clock.UntilAsync(visit.At);
            var account = accounts[visit.Patient / accounts[0].Patients.Count];
            await new Errand(account, account.Patients[visit.Patient % account.Patients.Count], knowledge, page, schedules).RunAsync(visit, $"chaos-{Options.Seed}-{i}");
        })));
        var took = since.Elapsed;
        await chaos.EndAsync();

        Tell($"{took.TotalSeconds:0} s of chaos; {chaos.Deaths}");
        Tell($"{knowledge.Orders.Count} orders known to their patients, {knowledge.Paid} pages paid, {chaos.Forged} forged or replayed notifications");
        Tell($"refusals: {Knowledge.Counts(knowledge.Refusals)}; troubles on the way: {Knowledge.Counts(knowledge.Troubles)}");
        Assert.Empty(chaos.Believed);
        Assert.DoesNotContain("500", knowledge.Troubles.Keys);
        var settled = await Verdict.WaitAsync(platform, ChaosPlatform.ShortHolds, holdsExpire: true, patience);
        Tell($"all books agree {settled.TotalSeconds:0} s after the chaos");
        await TellStatesAsync();

        // Once more what is true already: nothing changes.
        Assert.Equal(0, await chaos.ReplayAllAsync());
        await PublicVerdict.KeysAsync(knowledge);
        await PublicVerdict.OrdersAsync(accounts, ChaosPlatform.ShortHolds, knowledge);
        await PublicVerdict.MessagesAsync(accounts, platform, ChaosPlatform.ShortHolds);
        await Verdict.WaitAsync(platform, ChaosPlatform.ShortHolds, holdsExpire: true, patience);
        accounts.ForEach(account => account.Dispose());
    }

    private async Task TellStatesAsync()
    {
        await using var database = await platform.OpenDatabaseAsync();
        var states = await database.QueryAsync<string>(
            """
            select count(*) || ' × ' || s.name || coalesce(' (' || o.outcome || ')', '')
            from orders.order_info o join orders.order_status s on s.number = o.order_status
            where hospital_code = @hospital group by s.name, o.outcome order by count(*) desc
            """,
            new { hospital = ChaosPlatform.ShortHolds });
        Tell($"orders at the end: {string.Join(", ", states)}");
    }

    /// <summary><c>test.sh</c> shows such lines.</summary>
    private void Tell(string figure)
    {
        output.WriteLine(figure);
        Console.WriteLine($"figure: chaos: {figure}");
    }
}

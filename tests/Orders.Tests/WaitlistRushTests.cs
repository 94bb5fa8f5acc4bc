using System.Net;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>Many wait while many book.</summary>
public sealed class WaitlistRushTests(OrdersFixture orders, ITestOutputHelper output) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Book_WhileNumbersComeBackAndMoreWait_GetsNone()
    {
        var hospital = await orders.NewHospitalAsync();
        var sold = await hospital.SellOutAsync("hot", 20);
        var users = Enumerable.Range(0, 30).Select(_ => Accounts.NewUser()).ToArray();
        await Task.WhenAll(users.Select(u => orders.JoinAsync(hospital.PublicId("hot"), u)));
        var booked = Enumerable.Range(0, 200).Select(_ => orders.BookAsync(hospital.PublicId("hot"), Accounts.NewUser())).ToArray();
        await Task.WhenAll(sold.Select(orders.FreeAsync));
        Assert.All(await Task.WhenAll(booked), a => Assert.Equal("slot-sold-out", a.Code));
        var (offered, waiting) = await LineAsync(hospital);
        Assert.Equal(20, offered.Length);
        Assert.All(offered, o => Assert.All(waiting, w => Assert.True(o < w, $"{w} waits, {o} came later and was served")));
        var accepted = await Task.WhenAll(users.Select(async u => await orders.AcceptAsync((string)(await orders.WaitlistAsync(u))[0]["id"]!, u)));
        Assert.Equal(Enumerable.Range(1, 20), accepted.Where(a => a.Status == HttpStatusCode.Created).Select(a => a.Number).Order());
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Everything_AtOnce_LosesAndOversellsNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var hospital = await orders.NewHospitalAsync();
        await hospital.SetWaitlistAsync(offerMinutes: 1);
        string[] schedules = ["A", "B", "C"];
        var live = new List<(string Id, Guid User)>();
        foreach (var id in schedules)
        {
            live.AddRange(await hospital.SellOutAsync(id, 10));
        }

        var waiting = new List<(string Id, Guid User)>();
        var answers = new List<Answer>();
        for (var round = 0; round < 12; round++)
        {
            var newcomers = Enumerable.Range(0, 20).Select(_ => (Schedule: hospital.PublicId(schedules[random.Next(3)]), User: Accounts.NewUser())).ToArray();
            var cancelled = live.OrderBy(_ => random.Next()).Take(6).ToArray();
            var takers = waiting.OrderBy(_ => random.Next()).Take(12).ToArray();
            var leavers = waiting.Except(takers).OrderBy(_ => random.Next()).Take(2).ToArray();
            var booking = Task.WhenAll(newcomers.Take(10).Select(n => orders.BookAsync(n.Schedule, n.User)));
            var joining = Task.WhenAll(newcomers.Skip(10).Select(n => orders.JoinAsync(n.Schedule, n.User)));
            var accepting = Task.WhenAll(takers.Select(t => orders.AcceptAsync(t.Id, t.User)));
            var leaving = Task.WhenAll(leavers.Select(l => orders.LeaveAsync(l.Id, l.User)));
            var freeing = Task.WhenAll(cancelled.Select(orders.FreeAsync));
            var sweeping = Task.WhenAll(orders.RunAsync("tend-waitlists"), orders.RunAsync("expire-orders"), orders.RunAsync("close-waitlists"));
            if (random.Next(3) == 0)
            {
                await hospital.PushAsync([.. schedules.Select(s => TestHospital.Schedule(s, 8 + random.Next(5)))]);
            }

            orders.Clock.Advance(TimeSpan.FromSeconds(random.Next(90)));
            live.RemoveAll(cancelled.Contains);
            live.AddRange((await booking).Zip(newcomers).Where(b => b.First.Status == HttpStatusCode.Created).Select(b => (b.First.Id, b.Second.User)));
            waiting.AddRange((await joining).Zip(newcomers.Skip(10)).Where(j => j.First.Status == HttpStatusCode.Created).Select(j => (j.First.Id, j.Second.User)));
            var taken = (await accepting).Zip(takers).Where(a => a.First.Status == HttpStatusCode.Created).ToArray();
            live.AddRange(taken.Select(t => (t.First.Id, t.Second.User)));
            waiting.RemoveAll(w => leavers.Contains(w) || taken.Any(t => t.Second == w));
            await freeing;
            answers.AddRange([.. await booking, .. await joining, .. await accepting, .. await leaving, .. await sweeping]);
            await hospital.AssertNumbersAddUpAsync();
        }

        Assert.DoesNotContain(answers, a => a.Status >= HttpStatusCode.InternalServerError);
        output.WriteLine(string.Join(", ", answers.GroupBy(a => a.Code ?? a.Status.ToString()).Select(g => $"{g.Key} {g.Count()}")));
        await orders.RunAsync("tend-waitlists");
        Assert.Equal(0, await ReadAsync<long>("select count(*) from schedule where hospital_code = @Code and waiting > 0 and remaining > 0", hospital));
        await hospital.AssertNumbersAddUpAsync();
    }

    /// <summary>The places in line of those served, and of those who still wait.</summary>
    private async Task<(long[] Offered, long[] Waiting)> LineAsync(TestHospital hospital)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        var line = (await connection.QueryAsync<(long Sequence, string Status)>(
            "select sequence, status from waitlist_entry where hospital_code = @Code", new { hospital.Code })).ToArray();
        return ([.. line.Where(l => l.Status == "offered").Select(l => l.Sequence)], [.. line.Where(l => l.Status == "waiting").Select(l => l.Sequence)]);
    }

    private async Task<T?> ReadAsync<T>(string sql, TestHospital hospital)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql, new { hospital.Code });
    }
}

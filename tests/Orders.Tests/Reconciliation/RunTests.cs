using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Reconciliation;

/// <summary>A run as a whole: what it looks at, when it starts, and what it does about those who do not answer.</summary>
public sealed class RunTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task ProviderSilent_NothingIsGuessed_AndTheNextRunCompares()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.UnnoticedAsync(payer, async () =>
        {
            await orders.Provider.SetFaultsAsync(new { error = 1.0 });
            try
            {
                Assert.True((int)(await orders.ReconcileAsync())["notReached"]! >= 1);
            }
            finally
            {
                await orders.Provider.SetFaultsAsync(new { error = 0.0 });
            }

            Assert.Empty(await orders.StandingOfAsync(payer.OrderId));
            Assert.Equal("unpaid", (string?)(await payer.ReadAsync()).Body["status"]);
            await orders.ReconcileAsync();
            Assert.Equal(["payment-missed repaired taken-in"], await orders.StandingOfAsync(payer.OrderId));
        });
    }

    [Fact]
    public async Task HospitalSilent_WhatIsOpenStaysOpen_AndTheOtherSideIsCompared()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        orders.Hospitals.Books.TryRemove(payer.OrderId, out _);
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-unknown open"], await orders.StandingOfAsync(payer.OrderId));
        orders.Hospitals.Silent[payer.Hospital.Code] = true;
        await orders.UnnoticedAsync(payer, async () => Assert.True((int)(await orders.ReconcileAsync())["notReached"]! >= 1));
        Assert.Equal(["hospital-unknown open", "payment-missed repaired taken-in"], (await orders.StandingOfAsync(payer.OrderId)).Order());

        // However late the hospital is back.
        orders.Clock.Advance(TimeSpan.FromDays(3));
        orders.Hospitals.Silent.TryRemove(payer.Hospital.Code, out _);
        orders.Hospitals.Books[payer.OrderId] = new Held("paid");
        await orders.ReconcileAsync();
        Assert.Contains("hospital-unknown repaired gone", await orders.StandingOfAsync(payer.OrderId));
    }

    [Fact]
    public async Task HospitalSilent_ForMany_IsAskedAFewTimesOnly()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 100, date: orders.OpenDay()));
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Status);
        }

        orders.Hospitals.Silent[hospital.Code] = true;
        var run = await orders.ReconcileAsync();
        Assert.True((int)run["notReached"]! >= 40);
        // Three in a row, and those that were on their way already.
        Assert.InRange(orders.Hospitals.Asked[hospital.Code], 3, 3 + 8);
        orders.Hospitals.Silent.TryRemove(hospital.Code, out _);
        Assert.Equal(0, (int)(await orders.ReconcileAsync())["notReached"]!);
    }

    [Fact]
    public async Task OrderThatCannotBeWrittenAbout_KeepsNoOtherFromBeingCompared()
    {
        var broken = await orders.ConfirmedAsync();
        var other = await orders.ConfirmedAsync();
        foreach (var payer in new[] { broken, other })
        {
            orders.Hospitals.Books[payer.OrderId] = new Held("paid", Number: 9);
        }

        await using var connection = await orders.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            $"""
            create function refuse_broken() returns trigger language plpgsql as $$
            begin
                if new.order_id = '{broken.OrderId}' then raise exception 'broken'; end if;
                return new;
            end $$;
            create trigger refuse_broken before insert on difference for each row execute function refuse_broken()
            """);
        Assert.True((int)(await orders.ReconcileAsync())["notReached"]! >= 1);
        await connection.ExecuteAsync("drop function refuse_broken cascade");
        Assert.Equal(["hospital-number open"], await orders.StandingOfAsync(other.OrderId));
        Assert.Empty(await orders.StandingOfAsync(broken.OrderId));
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-number open"], await orders.StandingOfAsync(broken.OrderId));
    }

    [Fact]
    public async Task OrderThatEndedLongAgo_IsNotLookedAtAgain()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        await orders.CancelAsync(payer.OrderId, payer.User);
        orders.Hospitals.Books[payer.OrderId] = new Held("cancelled");
        await orders.ReconcileAsync();
        orders.Clock.Advance(TimeSpan.FromHours(23));
        await orders.ReconcileAsync();
        var asked = orders.Hospitals.Asked[payer.Hospital.Code];
        Assert.Equal(2, asked);
        orders.Clock.Advance(TimeSpan.FromHours(2));
        await orders.ReconcileAsync();
        orders.Clock.Advance(TimeSpan.FromDays(1));
        await orders.ReconcileAsync();
        // Once more after its day was over, then never.
        Assert.Equal(3, orders.Hospitals.Asked[payer.Hospital.Code]);
        await using var connection = await orders.Database.OpenConnectionAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from comparison_due where order_id = @id::uuid", new { id = payer.OrderId }));
    }

    [Fact]
    public async Task ManyOrders_AreComparedPageByPage()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 300, date: orders.OpenDay()));
        for (var i = 0; i < 250; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Status);
        }

        var run = await orders.ReconcileAsync();
        Assert.True((int)run["compared"]! >= 250);
        Assert.Equal(250, orders.Hospitals.Asked[hospital.Code]);
    }

    [Fact]
    public async Task Clock_EveryHour_StartsItOnceANight()
    {
        await orders.ReconcileAsync();
        var compared = await ComparedByClockAsync(new(2, 15), new(2, 45), new(3, 45), new(23, 0));
        Assert.Equal([false, true, false, false], compared);
        // The service was away at night: the first tick of the day makes up for it.
        compared = await ComparedByClockAsync(new(9, 0), new(10, 0));
        Assert.Equal([true, false], compared);
    }

    [Fact]
    public async Task Runs_AtTheSameTime_AreOne()
    {
        var payer = await orders.ConfirmedAsync(paid: false);
        orders.Hospitals.Books[payer.OrderId] = new Held("paid");
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => orders.ReconcileAsync()));
        Assert.All(runs, r => Assert.NotNull((int?)r["compared"]));
        Assert.Equal(["hospital-paid open"], await orders.StandingOfAsync(payer.OrderId));
    }

    private async Task<bool[]> ComparedByClockAsync(params TimeOnly[] ticks)
    {
        foreach (var tick in ticks)
        {
            var now = TimeOnly.FromTimeSpan(orders.Clock.GetUtcNow().AddHours(8).TimeOfDay);
            orders.Clock.Advance(tick > now ? tick - now : TimeSpan.FromDays(1) - (now - tick));
            Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Options, "/every-hour", null)).Status);
            Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Post, "/every-hour", null)).Status);
        }

        await using var connection = await orders.Database.OpenConnectionAsync();
        var results = await connection.QueryAsync<string>(
            "select result::text from task_run where task = 'reconcile' and started_by = 'clock' order by id desc limit @count", new { count = ticks.Length });
        return [.. results.Reverse().Select(r => JsonNode.Parse(r)!["compared"] is not null)];
    }
}

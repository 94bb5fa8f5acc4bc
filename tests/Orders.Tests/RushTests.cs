using System.Diagnostics;
using System.Net;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>Many at once.</summary>
public sealed class RushTests(OrdersFixture orders, ITestOutputHelper output) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Book_500UsersOn20Numbers_SellsEachOnce()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("hot"));
        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => orders.BookAsync(hospital.PublicId("hot"), Accounts.NewUser())));
        output.WriteLine($"500 bookings on 20 numbers: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        var booked = answers.Where(a => a.Status == HttpStatusCode.Created).ToArray();
        Assert.Equal(Enumerable.Range(1, 20), booked.Select(a => a.Number).Order());
        Assert.All(answers.Except(booked), a => Assert.Equal((HttpStatusCode.Conflict, "slot-sold-out"), (a.Status, a.Code)));
        Assert.Equal(0, await hospital.RemainingAsync("hot"));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Book_HotAndSpread_IsMeasured()
    {
        const int bookings = 400;
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync([TestHospital.Schedule("hot", bookings), .. Enumerable.Range(0, 50).Select(i => TestHospital.Schedule($"S{i}", bookings))]);
        await MeasureAsync("one schedule", _ => "hot");
        await MeasureAsync("50 schedules", i => $"S{i % 50}");
        await hospital.AssertNumbersAddUpAsync();

        async Task MeasureAsync(string what, Func<int, string> schedule)
        {
            var started = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(Enumerable.Range(0, bookings).Select(i => orders.BookAsync(hospital.PublicId(schedule(i)), Accounts.NewUser())));
            output.WriteLine($"{what}: {bookings / Stopwatch.GetElapsedTime(started).TotalSeconds:0} bookings/s");
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.Status));
        }
    }

    [Fact]
    public async Task CancelExpireAndAnswer_AtOnce_EndEachOrderOnce()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync([.. Enumerable.Range(0, 5).Select(i => TestHospital.Schedule($"S{i}", 12))]);
        var users = Enumerable.Range(0, 60).Select(_ => Accounts.NewUser()).ToArray();
        var placed = await Task.WhenAll(users.Select((u, i) => orders.BookAsync(hospital.PublicId($"S{i % 5}"), u)));
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        var answers = await Task.WhenAll(
            placed.SelectMany((p, i) => new[] { orders.CancelAsync(p.Id, users[i]), orders.AnswerAsync(p.Id, i % 2 == 0 ? "refused" : "confirmed"), orders.CancelAsync(p.Id, users[i]) })
                .Concat(Enumerable.Range(0, 4).Select(_ => orders.ExpireAsync()))
                .Concat(Enumerable.Range(0, 20).Select(_ => PushAsync())));
        Assert.DoesNotContain(answers, a => a.Status >= HttpStatusCode.InternalServerError);
        await orders.ExpireAsync();
        await using var connection = await orders.Database.OpenConnectionAsync();
        var closings = await connection.QueryAsync<int>(
            """
            select (select count(*) from outbox where topic = 'order-closed' and (payload::jsonb)->>'orderId' = id::text)::integer
            from order_info where hospital_code = @Code and order_status < 0
            """,
            new { hospital.Code });
        Assert.Equal(Enumerable.Repeat(1, 60), closings);
        Assert.Equal(12, await hospital.RemainingAsync("S0"));
        await hospital.AssertNumbersAddUpAsync();

        async Task<Answer> PushAsync()
        {
            await hospital.PushAsync([.. Enumerable.Range(0, 5).Reverse().Select(i => TestHospital.Schedule($"S{i}", 12))]);
            return new Answer(HttpStatusCode.OK, []);
        }
    }

    [Fact]
    public async Task Numbers_AfterRandomOperations_AddUp()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("A", 10), TestHospital.Schedule("B", 10));
        var live = new List<(Guid User, string Id)>();
        for (var round = 0; round < 25; round++)
        {
            var ended = live.OrderBy(_ => random.Next()).Take(random.Next(6)).ToArray();
            var schedule = random.Next(2) == 0 ? "A" : "B";
            var users = Enumerable.Range(0, random.Next(10)).Select(_ => Accounts.NewUser()).ToArray();
            var released = random.Next(20);
            var pushes = random.Next(3) == 0 ? hospital.PushAsync(TestHospital.Schedule(schedule, released)) : Task.FromResult(Array.Empty<string>());
            var cancelled = Task.WhenAll(ended.Select(e => orders.CancelAsync(e.Id, e.User)));
            var booked = await Task.WhenAll(users.Select(u => orders.BookAsync(hospital.PublicId(schedule), u)));
            Assert.All(await cancelled, a => Assert.Equal(HttpStatusCode.Accepted, a.Status));
            await pushes;
            Assert.All(booked, a => Assert.True(a.Status == HttpStatusCode.Created || a.Code == "slot-sold-out", $"{a.Status} {a.Code}"));
            live.RemoveAll(ended.Contains);
            live.AddRange(booked.Zip(users).Where(b => b.First.Status == HttpStatusCode.Created).Select(b => (b.Second, b.First.Id)));
            await hospital.AssertNumbersAddUpAsync();
        }
    }
}

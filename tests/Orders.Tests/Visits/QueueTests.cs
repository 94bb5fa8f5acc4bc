using System.Net;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Visits;

/// <summary>The queue of a session, and how the hospital's words move it.</summary>
public sealed class QueueTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Queue_CheckedInOutOfOrder_GoesByNumber()
    {
        var placed = await OrdersAsync(3);
        await placed[2].CheckInAsync();
        await placed[0].CheckInAsync();
        Assert.Equal(["waiting 1 0", "not-checked-in", "waiting 2 1"], await PlacesAsync(placed));
        await placed[1].CheckInAsync();
        Assert.Equal(["waiting 1 0", "waiting 2 1", "waiting 3 2"], await PlacesAsync(placed));
    }

    [Fact]
    public async Task Completed_WithTheDoctor_CallsTheNext()
    {
        var placed = await CheckedInAsync(3);
        await placed[0].HospitalSaysAsync("completed");
        Assert.Equal(["done 0 0", "called 1 0", "waiting 2 1"], await PlacesAsync(placed));
        await placed[1].HospitalSaysAsync("completed");
        await placed[1].HospitalSaysAsync("completed");
        Assert.Equal(["done 0 0", "done 0 0", "called 1 0"], await PlacesAsync(placed));
        Assert.Equal("completed", await placed[1].StatusAsync());
    }

    [Fact]
    public async Task Called_ByTheHospital_PutsBackWhoWasOnlySupposedToBeNext()
    {
        var placed = await CheckedInAsync(4);
        await placed[0].HospitalSaysAsync("completed");
        await placed[2].HospitalSaysAsync("called");
        Assert.Equal(["done 0 0", "waiting 2 1", "called 1 0", "waiting 3 2"], await PlacesAsync(placed));
        Assert.Equal(HttpStatusCode.NoContent, (await placed[2].HospitalSaysAsync("called")).Status);
        Assert.Single(await placed[2].TimelineAsync(), w => w == "called");
        await placed[3].HospitalSaysAsync("called");
        Assert.Equal(["done 0 0", "waiting 3 2", "called 1 0", "called 1 0"], await PlacesAsync(placed));
        await placed[2].HospitalSaysAsync("completed");
        Assert.Equal("waiting 2 1", await placed[1].PlaceAsync());
    }

    [Fact]
    public async Task NoShow_OfOneWhoWaits_CallsNobody_OfOneCalled_CallsTheNext()
    {
        var placed = await CheckedInAsync(4);
        await placed[1].HospitalSaysAsync("no-show");
        Assert.Equal(["waiting 1 0", "done 0 0", "waiting 2 1", "waiting 3 2"], await PlacesAsync(placed));
        await placed[0].HospitalSaysAsync("called");
        await placed[0].HospitalSaysAsync("no-show");
        Assert.Equal(["done 0 0", "done 0 0", "called 1 0", "waiting 2 1"], await PlacesAsync(placed));
    }

    [Fact]
    public async Task Late_AfterAHigherNumberWasCalled_QueuesBehindThoseInTime()
    {
        var placed = await OrdersAsync(4);
        await placed[1].CheckInAsync();
        await placed[3].CheckInAsync();
        await placed[1].HospitalSaysAsync("called");
        await placed[0].CheckInAsync();
        await placed[2].CheckInAsync();
        Assert.Equal(["waiting 4 3", "called 1 0", "waiting 2 1", "waiting 3 2"], await PlacesAsync(placed));
    }

    [Fact]
    public async Task EstimatedMinutes_FollowHowLongVisitsTook()
    {
        var placed = await CheckedInAsync(4);
        Assert.Equal(18, await MinutesAsync(placed[3]));
        await placed[0].HospitalSaysAsync("called");
        orders.Clock.Advance(TimeSpan.FromMinutes(10));
        await placed[0].HospitalSaysAsync("completed");
        Assert.Equal(20, await MinutesAsync(placed[3]));
        orders.Clock.Advance(TimeSpan.FromMinutes(5));
        await placed[1].HospitalSaysAsync("completed");
        Assert.Equal(8, await MinutesAsync(placed[3]));
    }

    [Fact]
    public async Task Queues_OfOtherSessions_StandStill()
    {
        var (mine, other) = (await CheckedInAsync(2), await CheckedInAsync(2));
        await mine[0].HospitalSaysAsync("completed");
        Assert.Equal(["waiting 1 0", "waiting 2 1"], await PlacesAsync(other));
    }

    private static async Task<int> MinutesAsync(VisitOrder order) => (int)(await order.QueueAsync()).Body["estimatedMinutes"]!;

    private static async Task<string[]> PlacesAsync(VisitOrder[] placed)
    {
        var places = new List<string>();
        foreach (var order in placed)
        {
            places.Add(await order.PlaceAsync());
        }

        return [.. places];
    }

    private async Task<VisitOrder[]> CheckedInAsync(int count)
    {
        var placed = await OrdersAsync(count);
        foreach (var order in placed)
        {
            Assert.Equal(HttpStatusCode.OK, (await order.CheckInAsync()).Status);
        }

        return placed;
    }

    private async Task<VisitOrder[]> OrdersAsync(int count)
    {
        var day = await VisitDay.BeginAsync(orders);
        var placed = new List<VisitOrder>();
        for (var i = 0; i < count; i++)
        {
            placed.Add(await day.BookAsync());
        }

        return [.. placed];
    }
}

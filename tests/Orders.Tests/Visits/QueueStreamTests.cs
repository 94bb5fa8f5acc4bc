using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Visits;

/// <summary>The live queue, as it comes through a sidecar.</summary>
public sealed class QueueStreamTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Stream_ThroughTheSidecar_TellsEveryChangeAtOnceAndEnds()
    {
        var (first, second) = await TwoCheckedInAsync();
        using var stream = await OpenAsync(second);
        Assert.Equal("waiting 2 1", await stream.NextAsync());
        await first.HospitalSaysAsync("completed");
        Assert.Equal("called 1 0", await stream.NextAsync());
        await second.HospitalSaysAsync("completed");
        Assert.Equal("done 0 0", await stream.NextAsync());
        Assert.Null(await stream.NextLineAsync());
    }

    [Fact]
    public async Task Stream_ChangedByAnotherInstance_TellsWithinSeconds()
    {
        var (first, second) = await TwoCheckedInAsync();
        using var stream = await OpenAsync(second);
        Assert.Equal("waiting 2 1", await stream.NextAsync());
        await using (var connection = await orders.Database.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("update visit set state = 'done', done_at = now() where order_id = @id::uuid", new { id = first.Id });
        }

        orders.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("waiting 1 0", await stream.NextAsync());
    }

    [Fact]
    public async Task Stream_NothingHappens_SendsACommentEveryQuarterMinute()
    {
        var (_, second) = await TwoCheckedInAsync();
        using var stream = await OpenAsync(second);
        await stream.NextAsync();
        for (var i = 0; i < 2; i++)
        {
            orders.Clock.Advance(TimeSpan.FromSeconds(15));
            Assert.StartsWith(":", await stream.NextLineAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Stream_SessionIsCalledOff_Ends()
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        await order.CheckInAsync();
        using var stream = await OpenAsync(order);
        Assert.Equal("waiting 1 0", await stream.NextAsync());
        await using (var connection = await orders.Database.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("update order_info set order_status = -3, closed_at = now() where id = @id::uuid", new { id = order.Id });
        }

        orders.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("done 0 0", await stream.NextAsync());
        Assert.Null(await stream.NextLineAsync());
    }

    [Fact]
    public async Task Stream_OfAnOrderNotCheckedIn_IsAProblem()
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        var answer = await orders.GetAsync($"/api/orders/{order.Id}/queue/stream", order.User);
        Assert.Equal((HttpStatusCode.Conflict, "not-checked-in"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Stream_OfACompletedOrder_SaysSoAndEnds()
    {
        var order = await (await VisitDay.BeginAsync(orders)).BookAsync();
        await order.HospitalSaysAsync("completed");
        using var stream = await OpenAsync(order);
        Assert.Equal("done 0 0", await stream.NextAsync());
        Assert.Null(await stream.NextLineAsync());
    }

    private async Task<(VisitOrder First, VisitOrder Second)> TwoCheckedInAsync()
    {
        var day = await VisitDay.BeginAsync(orders);
        var (first, second) = (await day.BookAsync(), await day.BookAsync());
        await first.CheckInAsync();
        await second.CheckInAsync();
        return (first, second);
    }

    private async Task<Events> OpenAsync(VisitOrder order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(orders.ThroughSidecar, $"api/orders/{order.Id}/queue/stream"));
        request.Headers.Add("yilai-user-id", order.User.ToString());
        var response = await orders.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new Events(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>What comes in, as it comes in.</summary>
    private sealed class Events(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        /// <summary>The next line that is not empty; null at the end.</summary>
        public async Task<string?> NextLineAsync()
        {
            using var limit = new CancellationTokenSource(Patience);
            string? line;
            do
            {
                line = await reader.ReadLineAsync(limit.Token);
            }
            while (line?.Length == 0);
            return line;
        }

        public async Task<string> NextAsync()
        {
            var line = await NextLineAsync();
            Assert.StartsWith("data: ", line, StringComparison.Ordinal);
            return VisitOrder.Place(new Answer(HttpStatusCode.OK, JsonNode.Parse(line!["data: ".Length..])!.AsObject()));
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}

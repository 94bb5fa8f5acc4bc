using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Visits;

/// <summary>A hospital with one session today, and what patients and hospital do on the day.</summary>
internal sealed class VisitDay
{
    private readonly OrdersFixture orders;

    private VisitDay(OrdersFixture orders, TestHospital hospital) => (this.orders, Hospital) = (orders, hospital);

    public TestHospital Hospital { get; }

    /// <summary>A session today, or on the day given.</summary>
    public static async Task<VisitDay> BeginAsync(OrdersFixture orders, DateOnly? date = null)
    {
        var hospital = await orders.NewHospitalAsync(new { stopTime = "23:59", releaseTime = "00:00" });
        await hospital.PushAsync(TestHospital.Schedule("S1", date: date ?? Today(orders)));
        return new VisitDay(orders, hospital);
    }

    public static DateOnly Today(OrdersFixture orders) => DateOnly.FromDateTime(orders.Clock.GetUtcNow().AddHours(8).DateTime);

    /// <summary>An order that was paid and confirmed, unless it is said otherwise.</summary>
    public async Task<VisitOrder> BookAsync(bool paid = true, bool confirmed = true, Guid? user = null, string schedule = "S1")
    {
        var owner = user ?? Accounts.NewUser();
        var placed = await orders.BookAsync(Hospital.PublicId(schedule), owner);
        Assert.Equal(HttpStatusCode.Created, placed.Status);
        if (confirmed)
        {
            await orders.AnswerAsync(placed.Id, "confirmed");
        }

        if (paid)
        {
            await PayAsync(placed.Id);
        }

        return new VisitOrder(orders, Hospital, placed.Id, placed.Number, owner);
    }

    /// <summary>What a payment does to an order, without a provider.</summary>
    private async Task PayAsync(string id)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into payment (id, order_id, channel, out_trade_no, amount, status, trade_no, created_at, paid_at)
            select id, id, 'alipay', 'P' || out_trade_no, amount, 'paid', out_trade_no, now(), now() from order_info where id = @id::uuid;
            update order_info set order_status = 1, paid_at = now() where id = @id::uuid;
            """,
            new { id });
    }
}

/// <summary>An order on its day.</summary>
internal sealed record VisitOrder(OrdersFixture Orders, TestHospital Hospital, string Id, int Number, Guid User)
{
    public Task<Answer> CheckInAsync(Guid? user = null) => Orders.SendAsync(HttpMethod.Post, $"/api/orders/{Id}/check-in", user ?? User);

    public Task<Answer> QueueAsync() => Orders.GetAsync($"/api/orders/{Id}/queue", User);

    public async Task<string> PlaceAsync() => Place(await QueueAsync());

    public Task<Answer> HospitalSaysAsync(string type, DateTimeOffset? at = null, string? hospital = null, string? reason = null) => Orders.SendAsync(
        HttpMethod.Post,
        $"/internal/hospitals/{hospital ?? Hospital.Code}/orders/{Id}/events",
        null,
        JsonContent.Create(new { type, at = at ?? Orders.Clock.GetUtcNow(), reason }));

    public async Task<string> StatusAsync() => (string)(await ReadAsync()).Body["status"]!;

    public async Task<string[]> TimelineAsync() => [.. (await ReadAsync()).Body["timeline"]!.AsArray().Select(t => (string)t!["what"]!)];

    public Task<Answer> ReadAsync() => Orders.GetAsync($"/api/orders/{Id}", User);

    public async Task<string[]> TopicsAsync()
    {
        await using var connection = await Orders.Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            "select topic from outbox where (payload::jsonb)->>'orderId' = @Id order by position", new { Id })];
    }

    /// <summary>State, position and ahead in one word.</summary>
    public static string Place(Answer answer) => string.Create(
        CultureInfo.InvariantCulture, $"{(string?)answer.Body["state"] ?? answer.Code} {(int?)answer.Body["position"]} {(int?)answer.Body["ahead"]}").TrimEnd();
}

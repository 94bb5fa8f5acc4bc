using System.Net;
using System.Net.Http.Json;
using Dapper;
using Yilai.Orders.Tests.Platform;
using Yilai.TestSupport;

namespace Yilai.Orders.Tests.Payments;

/// <summary>A patient with an order to pay, and what the sagas would ask of orders.</summary>
internal sealed record Payer(OrdersFixture Orders, TestHospital Hospital, Guid User, string OrderId)
{
    public static async Task<Payer> BookAsync(OrdersFixture orders, decimal fee = 50, DateOnly? date = null)
    {
        var hospital = await orders.NewHospitalAsync();
        var schedule = TestHospital.Schedule("S1", date: date);
        schedule["fee"] = fee;
        await hospital.PushAsync(schedule);
        var user = Accounts.NewUser();
        var order = await orders.BookAsync(hospital.PublicId("S1"), user);
        Assert.Equal(HttpStatusCode.Created, order.Status);
        return new Payer(orders, hospital, user, order.Id);
    }

    public Task<Answer> StartAsync(Guid? user = null, string channel = "alipay") =>
        Orders.SendAsync(HttpMethod.Post, $"/api/orders/{OrderId}/payments", user ?? User, JsonContent.Create(new { channel }));

    public async Task<string> PayUrlAsync() => (string)(await StartAsync()).Body["payUrl"]!;

    /// <summary>Pays at the provider's page; the notification is on its way.</summary>
    public async Task PayAsync() => Assert.Equal(HttpStatusCode.SeeOther, await Orders.Provider.ActAsync(await PayUrlAsync(), "pay"));

    public async Task<Answer> PaidAsync()
    {
        await PayAsync();
        return await WaitForAsync("paid");
    }

    public Task<Answer> ReadAsync() => Orders.GetAsync($"/api/orders/{OrderId}", User);

    public async Task<Answer> WaitForAsync(string status)
    {
        var order = await ReadAsync();
        await Eventually.TrueAsync($"the order is {status}", async () => (string?)(order = await ReadAsync()).Body["status"] == status);
        return order;
    }

    public Task<Answer> RefreshAsync() => Orders.SendAsync(HttpMethod.Post, $"/api/orders/{OrderId}/payments/refresh", User);

    public Task<Answer> BillAsync() => Orders.GetAsync($"/api/orders/{OrderId}/bill", User);

    /// <summary>Does what the refunding sagas do.</summary>
    public async Task<HttpStatusCode> RunRefundsAsync()
    {
        await using var connection = await Orders.Database.OpenConnectionAsync();
        var status = HttpStatusCode.OK;
        foreach (var id in await connection.QueryAsync<Guid>("select id from refund where order_id = @id::uuid", new { id = OrderId }))
        {
            status = (await Orders.SendAsync(HttpMethod.Post, $"/internal/refunds/{id}/runs", null)).Status;
        }

        return status;
    }

    public async Task<string> OutTradeNoAsync()
    {
        await using var connection = await Orders.Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<string>("select out_trade_no from payment where order_id = @id::uuid order by created_at limit 1", new { id = OrderId }))!;
    }

    public async Task<(string? Status, decimal Refunded)> BooksAsync() => await Orders.Provider.BooksAsync(await OutTradeNoAsync());
}

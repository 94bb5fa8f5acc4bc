using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Yilai.Orders.Tests.Payments;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Suspension;

/// <summary>停诊: nobody books any more, every order ends, and what was paid goes back.</summary>
public sealed class SuspensionTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Suspend_EndsEveryOrder_AndRefundsThePaid()
    {
        var payer = await Payer.BookAsync(orders);
        await payer.PaidAsync();
        var unpaid = await orders.BookAsync(payer.Hospital.PublicId("S1"), Accounts.NewUser());
        var answer = await SuspendAsync(payer.Hospital, ["S1", "nothing"], "医生外出");
        Assert.Equal((HttpStatusCode.OK, "S1"), (answer.Status, (string?)answer.Body["suspended"]!.AsArray().Single()));
        Assert.Equal("schedule-suspended", (await orders.BookAsync(payer.Hospital.PublicId("S1"), Accounts.NewUser())).Code);

        Assert.Equal((2, false), await EndAsync(payer.Hospital));
        Assert.Equal((0, false), await EndAsync(payer.Hospital));
        var order = await payer.ReadAsync();
        Assert.Equal(("refunding", "suspended", "医生外出"), ((string?)order.Body["status"], (string?)order.Body["outcome"], (string?)order.Body["closeReason"]));
        await payer.RunRefundsAsync();
        Assert.Equal("refunded", (string?)(await payer.ReadAsync()).Body["status"]);
        Assert.Equal(("TRADE_CLOSED", 50m), await payer.BooksAsync());
        await using var connection = await orders.Database.OpenConnectionAsync();
        Assert.Equal(-5, await connection.ExecuteScalarAsync<int>("select order_status from order_info where id = @id::uuid", new { id = unpaid.Id }));
        await payer.Hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Suspend_TakenBackMeanwhile_LeavesTheOrders()
    {
        var payer = await Payer.BookAsync(orders);
        await SuspendAsync(payer.Hospital, ["S1"], null);
        await payer.Hospital.PushAsync(TestHospital.Schedule("S1"));
        Assert.Equal((0, false), await EndAsync(payer.Hospital));
        Assert.Equal("unpaid", (string?)(await payer.ReadAsync()).Body["status"]);
    }

    [Fact]
    public async Task Push_OfASuspendedSession_CallsItOffToo()
    {
        var payer = await Payer.BookAsync(orders);
        var off = TestHospital.Schedule("S1");
        off["status"] = "suspended";
        await payer.Hospital.PushAsync(off);
        await using var connection = await orders.Database.OpenConnectionAsync();
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>(
            "select count(*) from outbox where topic = 'schedules-suspended' and payload::jsonb ->> 'hospitalCode' = @Code", new { payer.Hospital.Code }));
        Assert.Equal((1, false), await EndAsync(payer.Hospital));
    }

    [Fact]
    public async Task Suspend_BadRequest_IsAClearProblem()
    {
        var hospital = await orders.NewHospitalAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), PaymentTests.Pair(await SuspendAsync(hospital, [], null)));
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), PaymentTests.Pair(await SuspendAsync(hospital, ["S1"], new string('长', 201))));
        Assert.Empty((await SuspendAsync(hospital, ["S1"], null)).Body["suspended"]!.AsArray());
    }

    private Task<Answer> SuspendAsync(TestHospital hospital, string[] ids, string? reason) =>
        orders.SendAsync(HttpMethod.Post, $"/internal/hospitals/{hospital.Code}/suspensions", null, JsonContent.Create(new { scheduleIds = ids, reason }));

    private async Task<(int Ended, bool MoreLeft)> EndAsync(TestHospital hospital)
    {
        var body = new JsonObject { ["scheduleIds"] = new JsonArray("S1"), ["reason"] = "医生外出" };
        var answer = await orders.SendAsync(HttpMethod.Post, $"/internal/hospitals/{hospital.Code}/suspended-orders", null, JsonContent.Create(body));
        return ((int)answer.Body["ended"]!, (bool)answer.Body["moreLeft"]!);
    }
}

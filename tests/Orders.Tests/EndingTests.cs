using System.Net;
using Dapper;
using Npgsql;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>Cancellation, expiry, the hospital's answer: how orders end, and that their numbers come back.</summary>
public sealed class EndingTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Cancel_Unpaid_GivesTheLowestNumberBack()
    {
        var (hospital, users, placed) = await ThreeOrdersAsync();
        var answer = await orders.CancelAsync(placed[1].Id, users[1], "临时有事");
        Assert.Equal((HttpStatusCode.Accepted, "cancelled", "临时有事"), (answer.Status, (string)answer.Body["status"]!, (string)answer.Body["closeReason"]!));
        Assert.Equal(HttpStatusCode.Accepted, (await orders.CancelAsync(placed[1].Id, users[1])).Status);
        Assert.Equal(18, await hospital.RemainingAsync("S1"));
        Assert.Equal(2, await NextNumberAsync(hospital));
        Assert.Equal(4, await NextNumberAsync(hospital));
        Assert.Equal(["order-placed", "order-closed"], await TopicsAsync(placed[1].Id));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Cancel_ForeignUnknownMalformed_IsAClearProblem()
    {
        var (_, users, placed) = await ThreeOrdersAsync();
        Assert.Equal("order-not-found", (await orders.CancelAsync(placed[0].Id, users[1])).Code);
        Assert.Equal("order-not-found", (await orders.CancelAsync("x", users[1])).Code);
        Assert.Equal("validation-failed", (await orders.CancelAsync(placed[0].Id, users[0], new string('长', 201))).Code);
        using var broken = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("malformed-json", (await orders.SendAsync(HttpMethod.Post, $"/api/orders/{placed[0].Id}/cancellation", users[0], broken)).Code);
    }

    [Fact]
    public async Task Expire_DueOrders_GivesNumbersBackAndKeepsThePaid()
    {
        var (hospital, users, placed) = await ThreeOrdersAsync();
        await using var connection = await orders.Database.OpenConnectionAsync();
        await SetStatusAsync(connection, placed[0].Id, 1);
        Assert.Equal(0, (int)(await orders.ExpireAsync()).Body["expired"]!);
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.True((int)(await orders.ExpireAsync()).Body["expired"]! >= 2);
        Assert.Equal("paid", (string?)(await orders.GetAsync($"/api/orders/{placed[0].Id}", users[0])).Body["status"]);
        var expired = await orders.GetAsync($"/api/orders/{placed[1].Id}", users[1]);
        Assert.Equal(["placed", "expired"], expired.Body["timeline"]!.AsArray().Select(t => (string)t!["what"]!));
        Assert.Equal((HttpStatusCode.Conflict, "order-not-cancellable"), Pair(await orders.CancelAsync(placed[1].Id, users[1])));
        Assert.Equal(19, await hospital.RemainingAsync("S1"));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task EveryMinute_ByTheBinding_Expires()
    {
        var (hospital, _, _) = await ThreeOrdersAsync();
        orders.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Options, "/every-minute", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await orders.SendAsync(HttpMethod.Post, "/every-minute", null)).Status);
        Assert.Equal(20, await hospital.RemainingAsync("S1"));
    }

    [Fact]
    public async Task RunTask_WrongKeyOrName_IsRefused()
    {
        Assert.Equal((HttpStatusCode.Unauthorized, "operator-key-required"), Pair(await orders.ExpireAsync(key: "guess")));
        Assert.Equal((HttpStatusCode.NotFound, "task-not-found"), Pair(await orders.ExpireAsync(task: "dance")));
    }

    [Fact]
    public async Task HospitalAnswer_Confirmed_IsAppliedOnce()
    {
        var (_, users, placed) = await ThreeOrdersAsync();
        for (var i = 0; i < 2; i++)
        {
            var answer = await orders.AnswerAsync(placed[0].Id, "confirmed");
            Assert.True((bool)answer.Body["applied"]!);
        }

        var order = await orders.GetAsync($"/api/orders/{placed[0].Id}", users[0]);
        Assert.Equal(("confirmed", "一楼"), ((string)order.Body["hospitalStatus"]!, (string)order.Body["fetchAddress"]!));
        Assert.Equal(["order-placed", "order-confirmed"], await TopicsAsync(placed[0].Id));
        Assert.Equal((HttpStatusCode.Conflict, "answer-differs"), Pair(await orders.AnswerAsync(placed[0].Id, "refused")));
    }

    [Fact]
    public async Task HospitalAnswer_Refused_EndsTheOrder()
    {
        var (hospital, users, placed) = await ThreeOrdersAsync();
        await orders.AnswerAsync(placed[0].Id, "refused");
        var order = await orders.GetAsync($"/api/orders/{placed[0].Id}", users[0]);
        Assert.Equal(("cancelled", "refused"), ((string)order.Body["status"]!, (string)order.Body["hospitalStatus"]!));
        Assert.Equal(["order-placed", "order-closed"], await TopicsAsync(placed[0].Id));
        Assert.Equal(1, await NextNumberAsync(hospital));
    }

    [Fact]
    public async Task HospitalAnswer_AfterCancellation_IsKeptButNotApplied()
    {
        var (hospital, users, placed) = await ThreeOrdersAsync();
        await orders.CancelAsync(placed[0].Id, users[0]);
        var answer = await orders.AnswerAsync(placed[0].Id, "confirmed");
        Assert.Equal((false, "cancelled", "pending"), ((bool)answer.Body["applied"]!, (string)answer.Body["status"]!, (string)answer.Body["hospitalStatus"]!));
        var order = await orders.GetAsync($"/api/orders/{placed[0].Id}", users[0]);
        Assert.Equal(["placed", "cancelled", "hospital-confirmed-late"], order.Body["timeline"]!.AsArray().Select(t => (string)t!["what"]!));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Theory]
    [InlineData("x", "confirmed", HttpStatusCode.NotFound, "order-not-found")]
    [InlineData("00000000-0000-0000-0000-00000000ffff", "confirmed", HttpStatusCode.NotFound, "order-not-found")]
    [InlineData("x", "pending", HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData("x", "maybe", HttpStatusCode.BadRequest, "malformed-json")]
    public async Task HospitalAnswer_BadRequest_IsAClearProblem(string id, string status, HttpStatusCode expected, string code) =>
        Assert.Equal((expected, code), Pair(await orders.AnswerAsync(id, status)));

    [Fact]
    public async Task Transition_OfEveryPairOfStates_IsRefusedByTheDatabaseUnlessTheTableHasIt()
    {
        var (_, _, placed) = await ThreeOrdersAsync();
        await using var connection = await orders.Database.OpenConnectionAsync();
        short[] states = [.. await connection.QueryAsync<short>("select number from order_status")];
        var table = (await connection.QueryAsync<(short From, short To)>("select from_status, to_status from order_transition")).ToHashSet();
        foreach (var (from, to) in states.SelectMany(f => states, (f, t) => (f, t)).Where(pair => pair.f != pair.t))
        {
            // However it came to be there: the trigger is passed over for the first step only.
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("set local session_replication_role = replica");
            await SetStatusAsync(connection, placed[0].Id, from);
            await connection.ExecuteAsync("set local session_replication_role = origin");

            var refusal = await Record.ExceptionAsync(() => SetStatusAsync(connection, placed[0].Id, to));

            Assert.Equal(
                table.Contains((from, to)) ? (null, null) : ("order_transition", PostgresErrorCodes.CheckViolation),
                ((refusal as PostgresException)?.ConstraintName, (refusal as PostgresException)?.SqlState));
        }
    }

    [Fact]
    public async Task State_OutsideTheTable_IsRefusedByTheDatabase()
    {
        var (_, _, placed) = await ThreeOrdersAsync();
        await using var connection = await orders.Database.OpenConnectionAsync();
        await Assert.ThrowsAsync<PostgresException>(() => SetStatusAsync(connection, placed[0].Id, 17));
    }

    private static (HttpStatusCode Status, string? Code) Pair(Answer answer) => (answer.Status, answer.Code);

    private async Task<(TestHospital Hospital, Guid[] Users, Answer[] Placed)> ThreeOrdersAsync()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        Guid[] users = [Accounts.NewUser(), Accounts.NewUser(), Accounts.NewUser()];
        var placed = new List<Answer>();
        foreach (var user in users)
        {
            placed.Add(await orders.BookAsync(hospital.PublicId("S1"), user));
        }

        return (hospital, users, [.. placed]);
    }

    private async Task<int> NextNumberAsync(TestHospital hospital) => (await orders.BookAsync(hospital.PublicId("S1"), Accounts.NewUser())).Number;

    private async Task<string[]> TopicsAsync(string orderId)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            "select topic from outbox where (payload::jsonb)->>'orderId' = @orderId order by position", new { orderId })];
    }

    private static Task<int> SetStatusAsync(NpgsqlConnection connection, string orderId, short status) => connection.ExecuteAsync(
        "update order_info set order_status = @status, closed_at = case when @status < 0 then now() end where id = @id::uuid",
        new { id = orderId, status });
}

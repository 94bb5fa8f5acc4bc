using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>Scheduled tasks and what is remembered of their runs.</summary>
public sealed class TaskTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task List_AfterRuns_TellsWhenByWhomAndWhatCameOfIt()
    {
        await orders.ExpireAsync();
        orders.Clock.Advance(TimeSpan.FromMinutes(1));
        await orders.SendAsync(HttpMethod.Post, "/every-minute", null);
        var runs = (await TaskAsync("expire-orders"))["runs"]!.AsArray();
        Assert.Equal(["clock", "hand"], runs.Take(2).Select(r => (string)r!["startedBy"]!));
        Assert.Equal(orders.Clock.GetUtcNow(), (DateTimeOffset)runs[0]!["startedAt"]!);
        Assert.Equal(orders.Clock.GetUtcNow(), (DateTimeOffset)runs[0]!["endedAt"]!);
        Assert.Equal(0, (int)runs[0]!["result"]!["expired"]!);
        Assert.Null(runs[0]!["error"]);
    }

    [Fact]
    public async Task List_OfTasksThatNeverRan_HasThemToo() => Assert.NotNull(await TaskAsync("visit-reminders"));

    [Fact]
    public async Task Run_ThatFails_IsListedWithItsError()
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        await connection.ExecuteAsync("alter table visit_reminder rename to visit_reminder_away");
        try
        {
            Assert.Equal(HttpStatusCode.InternalServerError, (await orders.ExpireAsync(task: "visit-reminders")).Status);
        }
        finally
        {
            await connection.ExecuteAsync("alter table visit_reminder_away rename to visit_reminder");
        }

        var run = (await TaskAsync("visit-reminders"))["runs"]![0]!;
        Assert.Equal(("PostgresException", true, true), ((string?)run["error"], run["endedAt"] is not null, run["result"] is null));
    }

    [Fact]
    public async Task Runs_OfEachTask_AreKeptToTheLastHundred()
    {
        for (var i = 0; i < 105; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await orders.ExpireAsync(task: "no-shows")).Status);
        }

        await using var connection = await orders.Database.OpenConnectionAsync();
        Assert.Equal(100, await connection.ExecuteScalarAsync<long>("select count(*) from task_run where task = 'no-shows'"));
        Assert.Equal(20, (await TaskAsync("no-shows"))["runs"]!.AsArray().Count);
    }

    [Fact]
    public async Task List_WithoutTheKey_IsRefused()
    {
        var answer = await orders.GetAsync("/api/tasks", Accounts.NewUser());
        Assert.Equal((HttpStatusCode.Unauthorized, "operator-key-required"), (answer.Status, answer.Code));
    }

    private async Task<JsonNode> TaskAsync(string name)
    {
        var answer = await orders.SendAsync(
            HttpMethod.Get, "/api/tasks", null, null, r => r.Headers.TryAddWithoutValidation("Authorization", $"Bearer {OrdersFixture.OperatorKey}"));
        return answer.Body["items"]!.AsArray().Single(t => (string)t!["name"]! == name)!;
    }
}

using System.Net;
using System.Text.Json;
using Dapper;
using Yilai.Chaos.Tests.Patients;
using Yilai.Chaos.Tests.Platform;

namespace Yilai.Chaos.Tests.Verdicts;

/// <summary>What people see is what is in the tables, and what they were told is still true.</summary>
internal static class PublicVerdict
{
    private const int PageSize = 100;

    private sealed record Told(Guid OrderId, string Template, long Times);

    /// <summary>Every order that somebody was told of is on their list, and the lists hold no other.</summary>
    public static async Task OrdersAsync(IReadOnlyList<Account> accounts, string hospital, Knowledge knowledge)
    {
        var listed = new HashSet<string>();
        foreach (var account in accounts)
        {
            var own = (await AllAsync(account, "/api/orders")).Where(o => o.GetProperty("hospitalCode").GetString() == hospital).Select(o => o.GetProperty("id").GetString()!).ToArray();
            Assert.All(own, id => Assert.Same(account, knowledge.Orders.GetValueOrDefault(id)?.Account));
            listed.UnionWith(own);
        }

        Assert.Empty(knowledge.Orders.Keys.Except(listed));
    }

    /// <summary>A key that led to an order leads to the same one still, whatever has become of it.</summary>
    public static async Task KeysAsync(Knowledge knowledge)
    {
        foreach (var (id, order) in knowledge.Orders.Where(o => o.Value.Key is not null))
        {
            var again = await order.Account.AskAsync(knowledge, HttpMethod.Post, "/api/orders", new { scheduleId = order.ScheduleId, patientId = order.PatientId }, order.Key);
            Assert.Equal(HttpStatusCode.Created, again.Status);
            Assert.Equal(id, again.Text("id"));
        }
    }

    /// <summary>Every message is on its account's list, once.</summary>
    public static async Task MessagesAsync(IReadOnlyList<Account> accounts, ChaosPlatform platform, string hospital)
    {
        await using var database = await platform.OpenDatabaseAsync();
        var told = (await database.QueryAsync<Told>(
            """
            select m.order_id as orderid, m.template, count(*) as times
            from notifications.message m join orders.order_info o on o.id = m.order_id
            where o.hospital_code = @hospital group by 1, 2
            """,
            new { hospital })).Select(t => (t.OrderId.ToString(), t.Template, (int)t.Times)).ToHashSet();
        var seen = new HashSet<(string, string, int)>();
        foreach (var account in accounts)
        {
            seen.UnionWith((await AllAsync(account, "/api/me/messages"))
                .GroupBy(m => (Order: m.GetProperty("orderId").ToString(), Template: m.GetProperty("template").GetString()!))
                .Select(same => (same.Key.Order, same.Key.Template, same.Count())));
        }

        Assert.True(told.SetEquals(seen), $"{told.Count} kinds of messages of orders were written, {seen.Count} are seen, {told.Intersect(seen).Count()} are both");
    }

    private static async Task<List<JsonElement>> AllAsync(Account account, string path)
    {
        var all = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            var answer = await account.AskAsync(new Knowledge(), HttpMethod.Get, $"{path}?page={page}&size={PageSize}");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            all.AddRange(answer.Body.GetProperty("items").EnumerateArray());
            if (all.Count >= answer.Body.GetProperty("total").GetInt32())
            {
                return all;
            }
        }
    }
}

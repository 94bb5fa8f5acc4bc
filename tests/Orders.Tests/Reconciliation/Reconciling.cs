using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Yilai.Orders.Tests.Payments;
using Yilai.Orders.Tests.Platform;
using Yilai.Orders.Tests.Visits;

namespace Yilai.Orders.Tests.Reconciliation;

/// <summary>What an operator does about differences, and how tests make some.</summary>
internal static class Reconciling
{
    /// <summary>Longer than the sagas are left alone.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(11);

    /// <summary>Starts the task by hand, and gives its figures.</summary>
    public static async Task<JsonObject> ReconcileAsync(this OrdersFixture orders)
    {
        var run = await orders.ExpireAsync(task: "reconcile");
        Assert.Equal(HttpStatusCode.OK, run.Status);
        return run.Body;
    }

    public static Task<Answer> ListAsync(this OrdersFixture orders, string query = "", string? key = OrdersFixture.OperatorKey) =>
        orders.SendAsync(HttpMethod.Get, $"/api/differences?{query}", null, null, r => Authorize(r, key));

    public static Task<Answer> SettleAsync(this OrdersFixture orders, string id, string? note, string? key = OrdersFixture.OperatorKey) =>
        orders.SendAsync(HttpMethod.Post, $"/api/differences/{id}/settlement", null, JsonContent.Create(new { note }), r => Authorize(r, key));

    /// <summary>The differences listed of an order, the oldest first.</summary>
    public static async Task<JsonNode[]> DifferencesOfAsync(this OrdersFixture orders, string orderId)
    {
        var all = new List<JsonNode>();
        JsonArray page;
        do
        {
            var list = await orders.ListAsync(string.Create(CultureInfo.InvariantCulture, $"size=100&page={(all.Count / 100) + 1}"));
            Assert.Equal(HttpStatusCode.OK, list.Status);
            page = list.Body["items"]!.AsArray();
            all.AddRange(page.Select(d => d!));
        }
        while (page.Count == 100);

        return [.. all.Where(d => (string?)d["orderId"] == orderId).Reverse()];
    }

    /// <summary>The same in short: kind, state and repair.</summary>
    public static async Task<string[]> StandingOfAsync(this OrdersFixture orders, string orderId) =>
        [.. (await orders.DifferencesOfAsync(orderId)).Select(d => $"{d["kind"]} {d["state"]} {d["repair"]}".TrimEnd())];

    /// <summary>What both sides say in a difference: words and amounts.</summary>
    public static string Says(JsonNode difference) => string.Create(
        CultureInfo.InvariantCulture,
        $"{difference["ours"]} {(decimal?)difference["ourAmount"]:0.00} / {difference["theirs"]} {(decimal?)difference["theirAmount"]:0.00}").TrimEnd();

    /// <summary>A day that can be booked, however far tests have turned the clock.</summary>
    public static DateOnly OpenDay(this OrdersFixture orders) => VisitDay.Today(orders).AddDays(3);

    /// <summary>An order that its hospital has confirmed and holds, paid or not.</summary>
    public static async Task<Payer> ConfirmedAsync(this OrdersFixture orders, bool paid = true)
    {
        var payer = await Payer.BookAsync(orders, date: orders.OpenDay());
        Assert.Equal(HttpStatusCode.OK, (await orders.AnswerAsync(payer.OrderId, "confirmed")).Status);
        if (paid)
        {
            await payer.PaidAsync();
        }

        orders.Hospitals.Books[payer.OrderId] = new Held(paid ? "paid" : "booked");
        return payer;
    }

    /// <summary>Pays while the provider's notification is lost on its way, and does what follows before it comes again.</summary>
    public static async Task UnnoticedAsync(this OrdersFixture orders, Payer payer, Func<Task> then)
    {
        orders.Entrance.IsClosed = true;
        try
        {
            await payer.PayAsync();
            await then();
        }
        finally
        {
            orders.Entrance.IsClosed = false;
        }
    }

    /// <summary>Writes in our books what no program would.</summary>
    public static async Task SpoilAsync(this OrdersFixture orders, string sql, string orderId)
    {
        await using var connection = await orders.Database.OpenConnectionAsync();
        Assert.NotEqual(0, await connection.ExecuteAsync(sql, new { id = Guid.Parse(orderId), now = orders.Clock.GetUtcNow() }));
    }

    private static void Authorize(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }
    }
}

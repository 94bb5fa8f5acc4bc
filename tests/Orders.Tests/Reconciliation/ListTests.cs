using System.Net;
using System.Text;
using Yilai.Orders.Tests.Payments;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests.Reconciliation;

/// <summary>The list of differences, and operators' settling.</summary>
public sealed class ListTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Settle_AnOpenOne_ClosesItForAsLongAsNothingChanges()
    {
        var (payer, id) = await DifferAsync();
        var settled = await orders.SettleAsync(id, " 已与医院电话核实，医院补录 ");
        Assert.Equal(
            (HttpStatusCode.OK, "settled", "已与医院电话核实，医院补录", "operator-key"),
            (settled.Status, (string?)settled.Body["state"], (string?)settled.Body["note"], (string?)settled.Body["settledBy"]));
        Assert.Equal(orders.Clock.GetUtcNow(), (DateTimeOffset)settled.Body["settledAt"]!);
        Assert.Equal(HttpStatusCode.OK, (await orders.SettleAsync(id, "已与医院电话核实，医院补录")).Status);
        Assert.Equal((HttpStatusCode.Conflict, "difference-closed"), PaymentTests.Pair(await orders.SettleAsync(id, "另一说法")));

        await orders.ReconcileAsync();
        Assert.Equal(["hospital-number settled"], await orders.StandingOfAsync(payer.OrderId));
        // What was settled was nine; ten is another matter.
        orders.Hospitals.Books[payer.OrderId] = new Held("paid", Number: 10);
        await orders.ReconcileAsync();
        Assert.Equal(["hospital-number open", "hospital-number settled"], (await orders.StandingOfAsync(payer.OrderId)).Order());
    }

    [Fact]
    public async Task Settle_OneThatWasRepaired_IsRefused()
    {
        var (payer, id) = await DifferAsync();
        orders.Hospitals.Books[payer.OrderId] = new Held("paid");
        await orders.ReconcileAsync();
        Assert.Equal((HttpStatusCode.Conflict, "difference-closed"), PaymentTests.Pair(await orders.SettleAsync(id, "晚了")));
    }

    [Fact]
    public async Task Settle_WhatCannotBe_SaysWhy()
    {
        var (_, id) = await DifferAsync();
        foreach (var note in new[] { null, "", "  ", new string('长', 501), "a\0b" })
        {
            var answer = await orders.SettleAsync(id, note);
            Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), PaymentTests.Pair(answer));
            Assert.NotNull(answer.Body["errors"]!["note"]);
        }

        foreach (var unknown in new[] { Guid.Empty.ToString(), "no-id" })
        {
            Assert.Equal((HttpStatusCode.NotFound, "difference-not-found"), PaymentTests.Pair(await orders.SettleAsync(unknown, "无")));
        }

        using var broken = new StringContent("{", Encoding.UTF8, "application/json");
        var malformed = await orders.SendAsync(
            HttpMethod.Post, $"/api/differences/{id}/settlement", null, broken,
            r => r.Headers.TryAddWithoutValidation("Authorization", $"Bearer {OrdersFixture.OperatorKey}"));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed-json"), PaymentTests.Pair(malformed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another-key")]
    public async Task Anything_WithoutTheKey_IsRefused(string? key)
    {
        var (payer, id) = await DifferAsync();
        Assert.Equal((HttpStatusCode.Unauthorized, "operator-key-required"), PaymentTests.Pair(await orders.ListAsync("", key)));
        Assert.Equal((HttpStatusCode.Unauthorized, "operator-key-required"), PaymentTests.Pair(await orders.SettleAsync(id, "无", key)));
        Assert.Equal(["hospital-number open"], await orders.StandingOfAsync(payer.OrderId));
        Assert.Equal(HttpStatusCode.Unauthorized, (await orders.GetAsync("/api/differences", payer.User)).Status);
    }

    [Theory]
    [InlineData("state=closed", "state")]
    [InlineData("state=Open", "state")]
    [InlineData("kind=payment", "kind")]
    [InlineData("kind=%27%3B--", "kind")]
    [InlineData("state=open%00&kind=hospital-number", "state")]
    public async Task List_WithABadFilter_SaysWhich(string query, string field)
    {
        var answer = await orders.ListAsync(query);
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), PaymentTests.Pair(answer));
        Assert.NotNull(answer.Body["errors"]![field]);
    }

    [Fact]
    public async Task List_ByStateKindAndPage_IsTheNewestFirst()
    {
        orders.Clock.Advance(TimeSpan.FromSeconds(1));
        var (_, first) = await DifferAsync();
        orders.Clock.Advance(TimeSpan.FromSeconds(1));
        var (_, second) = await DifferAsync();
        var list = await orders.ListAsync("state=open&kind=hospital-number&page=1&size=1");
        Assert.Equal(second, (string?)Assert.Single(list.Body["items"]!.AsArray())!["id"]);
        var total = (int)list.Body["total"]!;
        Assert.True(total >= 2);
        var next = await orders.ListAsync("state=open&kind=hospital-number&page=2&size=1");
        Assert.Equal(first, (string?)Assert.Single(next.Body["items"]!.AsArray())!["id"]);
        Assert.Equal((total, 2, 1), ((int)next.Body["total"]!, (int)next.Body["page"]!, (int)next.Body["size"]!));
        Assert.Empty((await orders.ListAsync("state=settled&kind=order-overpaid")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task List_SaysWhatOperatorsNeed_AndNothingOfThePatient()
    {
        var (payer, id) = await DifferAsync();
        var order = (await payer.ReadAsync()).Body;
        var found = Assert.Single(await orders.DifferencesOfAsync(payer.OrderId));
        Assert.Equal(
            (id, (string?)order["orderNo"], payer.Hospital.Code, (string?)order["orderNo"]),
            ((string?)found["id"], (string?)found["orderNo"], (string?)found["hospitalCode"], (string?)found["reference"]));
        Assert.DoesNotContain("王", found.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.DoesNotContain(payer.User.ToString(), found.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>An order of which the hospital has another number, and the difference's id.</summary>
    private async Task<(Payer Payer, string Id)> DifferAsync()
    {
        var payer = await orders.ConfirmedAsync();
        orders.Hospitals.Books[payer.OrderId] = new Held("paid", Number: 9);
        await orders.ReconcileAsync();
        return (payer, (string)Assert.Single(await orders.DifferencesOfAsync(payer.OrderId))["id"]!);
    }
}

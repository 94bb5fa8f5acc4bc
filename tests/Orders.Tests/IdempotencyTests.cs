using System.Net;
using Yilai.Orders.Tests.Platform;

namespace Yilai.Orders.Tests;

/// <summary>A repeated request is the same request.</summary>
public sealed class IdempotencyTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Book_SameKey50TimesInParallel_GivesOneOrder()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        var user = Accounts.NewUser();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => orders.BookAsync(hospital.PublicId("S1"), user, key: "once")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.Status));
        Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.Equal(19, await hospital.RemainingAsync("S1"));
        await hospital.AssertNumbersAddUpAsync();
    }

    [Fact]
    public async Task Book_SameKeyOtherRequest_IsRefused()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"), TestHospital.Schedule("S2", department: "D2"));
        var user = Accounts.NewUser();
        await orders.BookAsync(hospital.PublicId("S1"), user, key: "k");
        var answer = await orders.BookAsync(hospital.PublicId("S2"), user, key: "k");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (answer.Status, answer.Code));
        // A key is its user's own.
        Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(hospital.PublicId("S2"), Accounts.NewUser(), key: "k")).Status);
    }

    [Fact]
    public async Task Book_SameKeyAfterCancellation_GivesTheCancelledOrder()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1"));
        var user = Accounts.NewUser();
        var first = await orders.BookAsync(hospital.PublicId("S1"), user, key: "k");
        await orders.CancelAsync(first.Id, user);
        var again = await orders.BookAsync(hospital.PublicId("S1"), user, key: "k");
        Assert.Equal((HttpStatusCode.Created, first.Id, "cancelled"), (again.Status, again.Id, (string)again.Body["status"]!));
    }

    [Fact]
    public async Task Book_KeyOfARefusedRequest_MayBeUsedAgain()
    {
        var hospital = await orders.NewHospitalAsync();
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 0));
        var user = Accounts.NewUser();
        Assert.Equal("slot-sold-out", (await orders.BookAsync(hospital.PublicId("S1"), user, key: "k")).Code);
        await hospital.PushAsync(TestHospital.Schedule("S1", released: 1));
        Assert.Equal(HttpStatusCode.Created, (await orders.BookAsync(hospital.PublicId("S1"), user, key: "k")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData(null)]
    public async Task Book_MalformedKey_IsRefused(string? key)
    {
        var answer = await orders.BookAsync("H1.S1", Accounts.NewUser(), key: key ?? new string('x', 129));
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency-key-malformed"), (answer.Status, answer.Code));
    }
}

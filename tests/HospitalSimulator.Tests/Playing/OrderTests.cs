using System.Net;
using System.Net.Http.Json;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Tests.Playing;

public sealed class OrderTests : IAsyncLifetime
{
    private Stage stage = null!;
    private HttpClient caller = null!;

    private Schedule[] Schedules => [.. SchedulePlan.Of(stage.Hospitals.Find(Stage.Code)!, stage.Today.AddDays(1))];

    private Schedule Open => Schedules.First(schedule => schedule is { Status: ScheduleStatus.Open, Period: Period.Morning, Available: > 3 });

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.SetAsync(2);
        caller = stage.CallerOf();
    }

    public async ValueTask DisposeAsync()
    {
        caller.Dispose();
        await stage.DisposeAsync();
    }

    [Fact]
    public async Task Submit_OpenSchedule_GivesNumberTimeAndPlace()
    {
        var (status, answer, _) = await SubmitAsync(Submissions.For(Open, "o-1", number: 3));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("o-1", 3, Open.Available - 1, HospitalOrderStatus.Booked), (answer!.OrderId, answer.Number, answer.Available, answer.Status));
        Assert.NotEmpty(answer.HospitalRecordId);
        Assert.Equal("2026-03-02 08:18 前", answer.FetchTime);
        Assert.NotEmpty(answer.FetchAddress);
    }

    [Fact]
    public async Task Submit_SameOrderAgain_GivesTheSameAnswer()
    {
        var (_, first, _) = await SubmitAsync(Submissions.For(Open, "o-1"));
        var (_, second, _) = await SubmitAsync(Submissions.For(Open, "o-1"));

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Submit_NumberTaken_GivesTheNextFree()
    {
        await SubmitAsync(Submissions.For(Open, "o-1", number: 1));

        Assert.Equal(2, (await SubmitAsync(Submissions.For(Open, "o-2", number: 1))).Answer!.Number);
    }

    [Fact]
    public async Task Submit_MoreThanThereAre_RefusesAndRestoresOnCancellation()
    {
        for (var i = 1; i <= Open.Available; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SubmitAsync(Submissions.For(Open, $"o-{i}", i))).Status);
        }

        Assert.Equal((HttpStatusCode.Conflict, "no-numbers"), Refusal(await SubmitAsync(Submissions.For(Open, "late"))));

        using var cancelled = await caller.PutAsJsonAsync("orders/o-2/cancellation", new OrderCancellation(stage.Time.GetUtcNow()), HospitalJson.Options);
        Assert.Equal(1, (await cancelled.Content.ReadFromJsonAsync<OrderAnswer>(HospitalJson.Options))!.Available);
        Assert.Equal(2, (await SubmitAsync(Submissions.For(Open, "late"))).Answer!.Number);
    }

    [Fact]
    public async Task Submit_ImpossibleSchedules_AreRefused()
    {
        var suspended = Schedules.Concat(SchedulePlan.Of(stage.Hospitals.Find(Stage.Code)!, stage.Today.AddDays(2)))
            .First(schedule => schedule.Status == ScheduleStatus.Suspended);
        var past = SchedulePlan.Of(stage.Hospitals.Find(Stage.Code)!, stage.Today.AddDays(-1)).First();

        Assert.Equal((HttpStatusCode.Conflict, "schedule-closed"), Refusal(await SubmitAsync(Submissions.For(suspended, "o-1"))));
        Assert.Equal((HttpStatusCode.Conflict, "schedule-unknown"), Refusal(await SubmitAsync(Submissions.For(past, "o-2"))));
        Assert.Equal((HttpStatusCode.Conflict, "schedule-unknown"), Refusal(await SubmitAsync(Submissions.For(Open with { Id = "x" }, "o-3"))));
    }

    [Fact]
    public async Task Order_PaidThenCancelled_StandsAsSuch()
    {
        await SubmitAsync(Submissions.For(Open, "o-1"));

        using var paid = await caller.PutAsJsonAsync("orders/o-1/payment", new OrderPayment(stage.Time.GetUtcNow(), 60m, "alipay"), HospitalJson.Options);
        Assert.Equal(HospitalOrderStatus.Paid, (await FindAsync("o-1"))!.Status);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var cancelled = await caller.PutAsJsonAsync("orders/o-1/cancellation", new OrderCancellation(stage.Time.GetUtcNow(), "改期"), HospitalJson.Options);
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        }

        Assert.Equal(HospitalOrderStatus.Cancelled, (await FindAsync("o-1"))!.Status);
        Assert.Equal((HttpStatusCode.Conflict, "order-cancelled"), Refusal(await SubmitAsync(Submissions.For(Open, "o-1"))));
        using var late = await caller.PutAsJsonAsync("orders/o-1/payment", new OrderPayment(stage.Time.GetUtcNow(), 60m), HospitalJson.Options);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Order_OfAnotherHospital_IsUnknown()
    {
        await SubmitAsync(Submissions.For(Open, "o-1"));
        using var other = stage.CallerOf("110101002");

        using var response = await other.GetAsync(new Uri("orders/o-1", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.True(response.IsSigned());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"orderId":"o","scheduleId":"s","period":7}""")]
    public async Task Submit_Nonsense_IsRefusedAndSigned(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await caller.PostAsync(new Uri("orders", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(response.IsSigned());
        Assert.Contains("\"code\":\"invalid-", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListOrders_AfterABooking_TellsOfIt()
    {
        await SubmitAsync(Submissions.For(Open, "o-1"));

        var list = await stage.Anyone.GetFromJsonAsync<System.Text.Json.JsonElement>("/simulator/orders");

        Assert.Equal(1, list.GetProperty("total").GetInt32());
        var order = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal(Stage.Code, order.GetProperty("hospitalCode").GetString());
        Assert.Equal("booked", order.GetProperty("status").GetString());
        Assert.Equal(Open.Id, order.GetProperty("scheduleId").GetString());
    }

    private async Task<(HttpStatusCode Status, OrderAnswer? Answer, string? Code)> SubmitAsync(OrderSubmission submission)
    {
        using var response = await caller.PostAsJsonAsync("orders", submission, HospitalJson.Options);
        Assert.True(response.IsSigned());
        return response.IsSuccessStatusCode
            ? (response.StatusCode, await response.Content.ReadFromJsonAsync<OrderAnswer>(HospitalJson.Options), null)
            : (response.StatusCode, null, (await response.Content.ReadFromJsonAsync<OrderRefusal>(HospitalJson.Options))!.Code);
    }

    private static (HttpStatusCode, string?) Refusal((HttpStatusCode Status, OrderAnswer? Answer, string? Code) outcome) =>
        (outcome.Status, outcome.Code);

    private Task<OrderAnswer?> FindAsync(string orderId) => caller.GetFromJsonAsync<OrderAnswer>($"orders/{orderId}", HospitalJson.Options);
}

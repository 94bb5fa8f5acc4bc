using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Yilai.Ingest.Tests.Support;

namespace Yilai.Ingest.Tests;

public sealed class OrderTests(IngestFixture fixture)
{
    [Fact]
    public async Task Submission_HospitalTakesIt_IsConfirmedWithItsWords()
    {
        var id = NewOrder();
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        var answer = fixture.Neighbours.Answers[id];
        Assert.Equal(("confirmed", $"R-{id}", "一楼大厅", 7), ((string?)answer["status"], (string?)answer["hospitalRecordId"], (string?)answer["fetchAddress"], (int?)answer["number"]));
        Assert.Equal("张三", (string?)fixture.Hospital.Booked[id]["patient"]!["name"]);
        Assert.Equal("afternoon", (string?)fixture.Hospital.Booked[id]["period"]);
    }

    [Fact]
    public async Task Submission_HospitalRefuses_IsRefusedWithItsCode()
    {
        var id = NewOrder();
        fixture.Hospital.Submissions[id] = Submission.Refuse;
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal(("refused", "no-numbers"), ((string?)fixture.Neighbours.Answers[id]["status"], (string?)fixture.Neighbours.Answers[id]["reason"]));
    }

    [Fact]
    public async Task Submission_HospitalTakesItButFails_IsResolvedByAsking()
    {
        var id = NewOrder();
        fixture.Hospital.Submissions[id] = Submission.TakeAndFail;
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal(["submit", "ask"], fixture.Hospital.Calls[id]);
        Assert.Equal("confirmed", (string?)fixture.Neighbours.Answers[id]["status"]);
    }

    [Fact]
    public async Task Submission_HospitalAnswersAboutAnotherOrder_ComesAgain()
    {
        var id = NewOrder();
        fixture.Hospital.Submissions[id] = Submission.TakeAndSpeakOfAnother;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PlaceAsync(id));
        Assert.False(fixture.Neighbours.Answers.ContainsKey(id));

        fixture.Hospital.Submissions[id] = Submission.Take;
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal("confirmed", (string?)fixture.Neighbours.Answers[id]["status"]);
    }

    [Fact]
    public async Task Submission_HospitalIsAway_ComesAgain()
    {
        var id = NewOrder("H404");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PlaceAsync(id));
        Assert.False(fixture.Neighbours.Answers.ContainsKey(id));
    }

    [Fact]
    public async Task Submission_OrderEndedMeanwhile_IsCancelledAtTheHospital()
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["closesMeanwhile"] = "yes";
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal(["submit", "cancel"], fixture.Hospital.Calls[id]);
    }

    [Theory]
    [InlineData("cancelled", "pending")]
    [InlineData("unpaid", "confirmed")]
    public async Task Submission_NothingToSay_LeavesTheHospitalAlone(string status, string hospitalStatus)
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["status"] = status;
        fixture.Neighbours.Orders[id]["hospitalStatus"] = hospitalStatus;
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.False(fixture.Hospital.Calls.ContainsKey(id));
    }

    [Fact]
    public async Task Submission_PatientGone_IsRefused()
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["patientId"] = "00000000-0000-0000-0000-000000000404";
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal("patient-not-found", (string?)fixture.Neighbours.Answers[id]["reason"]);
    }

    [Fact]
    public async Task Cancellation_OfAnyOrder_IsToldToTheHospital()
    {
        var id = NewOrder();
        var body = new { hospitalCode = "H0", cancelledAt = TimeProvider.System.GetUtcNow(), reason = "expired" };
        using var response = await fixture.Client.PutAsJsonAsync(new Uri($"/internal/orders/{id}/cancellation", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["cancel"], fixture.Hospital.Calls[id]);
    }

    [Theory]
    [InlineData("paid", true)]
    [InlineData("refunding", false)]
    [InlineData("unpaid", false)]
    public async Task Payment_ByStatus_IsToldToTheHospitalOrNot(string status, bool told)
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["status"] = status;
        fixture.Neighbours.Orders[id]["hospitalStatus"] = "confirmed";
        fixture.Neighbours.Orders[id]["paidAt"] = "2026-11-25T01:02:03Z";
        fixture.Hospital.Booked[id] = new JsonObject { ["number"] = 7 };
        using var response = await fixture.Client.PutAsync(new Uri($"/internal/orders/{id}/payment", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(told ? ["pay"] : [], fixture.Hospital.Calls.GetValueOrDefault(id) ?? []);
    }

    [Fact]
    public async Task Payment_OfAnOrderThatTheHospitalGaveUp_IsAClearRefusal()
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["status"] = "paid";
        fixture.Neighbours.Orders[id]["paidAt"] = "2026-11-25T01:02:03Z";
        using var response = await fixture.Client.PutAsync(new Uri($"/internal/orders/{id}/payment", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("order-unknown", (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["code"]);
    }

    [Theory]
    [InlineData("booked")]
    [InlineData("paid")]
    [InlineData("cancelled")]
    public async Task Ask_ForAnOrder_GivesTheHospitalsWord(string status)
    {
        var id = NewOrder();
        fixture.Hospital.Booked[id] = new JsonObject { ["number"] = 7, ["status"] = status };
        var answer = await fixture.Client.GetFromJsonAsync<JsonObject>($"/internal/orders/{id}/hospital-order?hospital=H0");
        Assert.Equal((status, $"R-{id}", 7), ((string?)answer!["status"], (string?)answer["hospitalRecordId"], (int?)answer["number"]));
        Assert.Equal(["ask"], fixture.Hospital.Calls[id]);
    }

    [Fact]
    public async Task Ask_ForAnOrderThatTheHospitalDoesNotKnow_SaysSo()
    {
        var answer = await fixture.Client.GetFromJsonAsync<JsonObject>($"/internal/orders/{NewOrder()}/hospital-order?hospital=H0");
        Assert.Equal(("unknown", true), ((string?)answer!["status"], answer["number"] is null));
    }

    [Theory]
    [InlineData("H0", true)]
    [InlineData("H404", false)]
    public async Task Ask_WithoutAnAnswer_GuessesNothing(string hospital, bool lostItsPaths)
    {
        var id = NewOrder();
        if (lostItsPaths)
        {
            fixture.Hospital.Submissions[id] = Submission.LosePath;
        }

        using var answer = await fixture.Client.GetAsync(new Uri($"/internal/orders/{id}/hospital-order?hospital={hospital}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private string NewOrder(string hospital = "H0")
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        fixture.Neighbours.Orders[id] = new JsonObject
        {
            ["id"] = id,
            ["userId"] = id,
            ["patientId"] = id,
            ["hospitalCode"] = hospital,
            ["scheduleId"] = "s1",
            ["departmentCode"] = "d",
            ["date"] = "2026-11-30",
            ["period"] = "afternoon",
            ["number"] = 7,
            ["fee"] = 50.00,
            ["status"] = "unpaid",
            ["hospitalStatus"] = "pending",
        };
        return id;
    }

    private async Task<HttpStatusCode> PlaceAsync(string id)
    {
        using var response = await fixture.Client.PostAsync(new Uri($"/internal/orders/{id}/submission", UriKind.Relative), null);
        return response.StatusCode;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Yilai.Contracts.Events;
using Yilai.Ingest.Tests.Support;

namespace Yilai.Ingest.Tests;

public sealed class OrderTests(IngestFixture fixture)
{
    [Fact]
    public async Task OrderPlaced_HospitalTakesIt_IsConfirmedWithItsWords()
    {
        var id = NewOrder();
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        var answer = fixture.Neighbours.Answers[id];
        Assert.Equal(("confirmed", $"R-{id}", "一楼大厅", 7), ((string?)answer["status"], (string?)answer["hospitalRecordId"], (string?)answer["fetchAddress"], (int?)answer["number"]));
        Assert.Equal("张三", (string?)fixture.Hospital.Booked[id]["patient"]!["name"]);
        Assert.Equal("afternoon", (string?)fixture.Hospital.Booked[id]["period"]);
    }

    [Fact]
    public async Task OrderPlaced_HospitalRefuses_IsRefusedWithItsCode()
    {
        var id = NewOrder();
        fixture.Hospital.Submissions[id] = Submission.Refuse;
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal(("refused", "no-numbers"), ((string?)fixture.Neighbours.Answers[id]["status"], (string?)fixture.Neighbours.Answers[id]["reason"]));
    }

    [Fact]
    public async Task OrderPlaced_HospitalTakesItButFails_IsResolvedByAsking()
    {
        var id = NewOrder();
        fixture.Hospital.Submissions[id] = Submission.TakeAndFail;
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal(["submit", "ask"], fixture.Hospital.Calls[id]);
        Assert.Equal("confirmed", (string?)fixture.Neighbours.Answers[id]["status"]);
    }

    [Fact]
    public async Task OrderPlaced_HospitalIsAway_ComesAgain()
    {
        var id = NewOrder("H404");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PlaceAsync(id));
        Assert.False(fixture.Neighbours.Answers.ContainsKey(id));
    }

    [Fact]
    public async Task OrderPlaced_OrderEndedMeanwhile_IsCancelledAtTheHospital()
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["closesMeanwhile"] = "yes";
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal(["submit", "cancel"], fixture.Hospital.Calls[id]);
    }

    [Theory]
    [InlineData("cancelled", "pending")]
    [InlineData("unpaid", "confirmed")]
    public async Task OrderPlaced_NothingToSay_LeavesTheHospitalAlone(string status, string hospitalStatus)
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["status"] = status;
        fixture.Neighbours.Orders[id]["hospitalStatus"] = hospitalStatus;
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.False(fixture.Hospital.Calls.ContainsKey(id));
    }

    [Fact]
    public async Task OrderPlaced_PatientGone_IsRefused()
    {
        var id = NewOrder();
        fixture.Neighbours.Orders[id]["patientId"] = "00000000-0000-0000-0000-000000000404";
        Assert.Equal(HttpStatusCode.OK, await PlaceAsync(id));
        Assert.Equal("patient-not-found", (string?)fixture.Neighbours.Answers[id]["reason"]);
    }

    [Theory]
    [InlineData("cancelled", true)]
    [InlineData("expired", true)]
    [InlineData("refused", false)]
    public async Task OrderClosed_ByOutcome_IsCancelledAtTheHospitalOrNot(string outcome, bool told)
    {
        var id = NewOrder();
        var closed = new OrderClosed(Guid.Parse(id), Guid.Empty, Visit(), outcome) { EventId = Guid.Parse(id), OccurredAt = TimeProvider.System.GetUtcNow() };
        using var response = await fixture.Client.PostAsJsonAsync(new Uri("/events/order-closed", UriKind.Relative), closed);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(told, fixture.Hospital.Calls.ContainsKey(id));
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
        var now = TimeProvider.System.GetUtcNow();
        var placed = new OrderPlaced(Guid.Parse(id), Guid.Parse(id), Visit(), now) { EventId = Guid.Parse(id), OccurredAt = now };
        using var response = await fixture.Client.PostAsJsonAsync(new Uri("/events/order-placed", UriKind.Relative), placed);
        return response.StatusCode;
    }

    private static VisitFacts Visit() => new("H0", "医院", "内科", "张医师", "主任医师", new DateOnly(2026, 11, 30), "afternoon", 7, 50m);
}

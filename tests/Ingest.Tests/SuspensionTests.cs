using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Yilai.Ingest.Tests.Support;

namespace Yilai.Ingest.Tests;

public sealed class SuspensionTests(IngestFixture fixture)
{
    [Fact]
    public async Task Suspend_Signed_IsTakenByOrdersAndShownByHospitals()
    {
        var client = await fixture.PushedHospitalAsync();
        using var pushed = await client.SendAsync(HttpMethod.Put, "/hospital/v2/schedules", Samples.Items(Samples.Schedule("s1"), Samples.Schedule("s2")));
        Assert.Equal(HttpStatusCode.OK, pushed.StatusCode);
        var body = new JsonObject { ["scheduleIds"] = new JsonArray("s1", "unknown"), ["reason"] = "医生外出" };
        using var answer = await client.SendAsync(HttpMethod.Post, "/hospital/v2/suspensions", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var result = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((1, 1, "schedule-not-found"), ((int)result["accepted"]!, (int)result["rejected"]![0]!["index"]!, (string?)result["rejected"]![0]!["code"]));
        Assert.Equal("医生外出", (string?)fixture.Neighbours.Told[$"/internal/hospitals/{client.Code}/suspensions"]["reason"]);
        using var list = await client.SendAsync(HttpMethod.Get, "/hospital/v2/schedules");
        var states = (await list.Content.ReadFromJsonAsync<JsonObject>())!["items"]!.AsArray().ToDictionary(i => (string)i!["id"]!, i => (string)i!["status"]!);
        Assert.Equal(("suspended", "open"), (states["s1"], states["s2"]));
    }
}

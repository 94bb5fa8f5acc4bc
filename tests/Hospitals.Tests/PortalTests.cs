using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using MongoDB.Driver;
using Npgsql;
using Yilai.Hospitals.Documents;
using Yilai.Hospitals.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Hospitals.Tests;

public sealed class PortalTests(HospitalsFixture fixture)
{
    [Fact]
    public async Task List_ByPartOfTheNameAnyCase_FindsIt()
    {
        await PushAsync("海淀 Peking（西院）妇幼医院", "110105", "2A");
        Assert.Single(await ListAsync("name=peking(西院)妇幼"));
        Assert.Single(await ListAsync("name=ＰＥＫＩＮＧ"));
        Assert.Empty(await ListAsync("name=peking.*妇"));
    }

    [Theory]
    [InlineData("44", 1)]
    [InlineData("440000", 1)]
    [InlineData("440100", 1)]
    [InlineData("440106", 1)]
    [InlineData("440500", 0)]
    [InlineData("310000", 0)]
    public async Task List_ByRegionOfAnyDepth_FindsWhatLiesWithin(string region, int expected)
    {
        var name = $"天河{region}医院";
        await PushAsync(name, "440106", "3A");
        Assert.Equal(expected, (await ListAsync($"name={name}&region={region}")).Count);
    }

    [Fact]
    public async Task List_ByLevelAndPage_HighestFirstWithTotal()
    {
        await PushAsync("翻页一医院", "310101", "2A");
        await PushAsync("翻页二医院", "310101", "3A");
        await PushAsync("翻页三医院", "310101", "0");
        using var response = await fixture.Client.GetAsync(new Uri("/api/hospitals?name=翻页&size=2", UriKind.Relative));
        var page = await response.JsonAsync();
        Assert.Equal(3, (int?)page["total"]);
        Assert.Equal(["翻页二医院", "翻页一医院"], page["items"]!.AsArray().Select(h => (string?)h!["name"]));
        Assert.Equal("三级甲等", (string?)page["items"]![0]!["levelName"]);
        Assert.Equal("上海市黄浦区", (string?)page["items"]![0]!["regionName"]);
        Assert.Equal("翻页三医院", (string?)Assert.Single(await ListAsync("name=翻页&level=0"))!["name"]);
    }

    [Theory]
    [InlineData("region=abc")]
    [InlineData("region=123")]
    [InlineData("name=一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一")]
    public async Task List_ByAnUnreadableFilter_IsAWrongField(string query)
    {
        using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals?{query}", UriKind.Relative));
        await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
    }

    [Fact]
    public async Task Suggest_PartOfTheName_GivesCodeNameAndRegion()
    {
        var code = await PushAsync("提示用医院", "110105", "3A");
        using var response = await fixture.Client.GetAsync(new Uri("/api/hospitals/suggestions?name=示用", UriKind.Relative));
        var only = Assert.Single((await response.JsonAsync()).AsArray())!;
        Assert.Equal((code, "北京市朝阳区"), ((string?)only["code"], (string?)only["regionName"]));
    }

    [Fact]
    public async Task Read_LockedHospital_IsNotFoundAnywhere()
    {
        var code = fixture.TakeHospital();
        await using var connection = new NpgsqlConnection(fixture.Database);
        await connection.ExecuteAsync("update hospitals.hospital_set set status = 0 where hospital_code = @code", new { code });
        using var put = await fixture.Client.SendAsync(HttpMethod.Put, $"/internal/hospitals/{code}", Samples.Hospital("停用的医院"));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Empty(await ListAsync("name=停用的"));
        foreach (var below in new[] { "", "/departments", "/suspensions", "/departments/d/days", $"/departments/d/schedules?date={Samples.Today:yyyy-MM-dd}" })
        {
            using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}{below}", UriKind.Relative));
            await response.ExpectProblemAsync(HttpStatusCode.NotFound, "hospital-not-found");
        }
    }

    [Fact]
    public async Task Departments_OfSeveralGroups_KeepTheHospitalsOrderWithinGroups()
    {
        var code = await PushAsync("科室顺序医院", "110105", "3A");
        await PutAsync(code, "/departments", Samples.Items(Samples.Department("x", "g2", "外科"), Samples.Department("a", "g1"), Samples.Department("b", "g2", "外科")));
        await PutAsync(code, "/departments", Samples.Items(Samples.Department("c", "g1"), Samples.Department("x", "g2", "外科")));
        using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}/departments", UriKind.Relative));
        Assert.Equal(["x", "b", "a", "c"], (await response.JsonAsync()).AsArray().Select(d => (string?)d!["code"]));
    }

    [Fact]
    public async Task Days_ComposedWithOrders_TellStatusAndRelease()
    {
        var code = await fixture.PushedHospitalAsync("d");
        var day = Samples.Today;
        fixture.Neighbours.Availability[$"{code}/d"] = Samples.Availability(
            5,
            Samples.Left("full", day.AddDays(1), 0),
            Samples.Left("some", day.AddDays(2), 3),
            Samples.Left("gone", day.AddDays(2), 9, "suspended"),
            Samples.Left("off", day.AddDays(3), 9, "suspended"),
            Samples.Left("ahead", day.AddDays(6), 9));
        using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}/departments/d/days", UriKind.Relative));
        var days = (await response.JsonAsync()).AsArray();
        Assert.Equal(["full 20 0", "bookable 20 3", "suspended 0 0", "not-released 20 9"], days.Select(d => $"{d!["status"]} {d["released"]} {d["remaining"]}"));
        var releases = new DateTimeOffset(day.AddDays(2).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
        Assert.Equal(releases, days[3]!["releasesAt"]!.GetValue<DateTimeOffset>());
        Assert.Null(days[1]!["releasesAt"]);
    }

    [Fact]
    public async Task Schedules_OfADay_HavePublicIdsAndWhatIsLeft()
    {
        var code = await fixture.PushedHospitalAsync("d");
        var day = Samples.Today.AddDays(1);
        await PutAsync(code, "/schedules", Samples.Items(
            Samples.Schedule("s1", "d", day), Samples.Schedule("s2", "d", day).With("period", "afternoon"), Samples.Schedule("unknown-to-orders", "d", day)));
        fixture.Neighbours.Availability[$"{code}/d"] = Samples.Availability(5, Samples.Left("s1", day, 4), Samples.Left("s2", day, 0));
        using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}/departments/d/schedules?date={day:yyyy-MM-dd}", UriKind.Relative));
        var schedules = (await response.JsonAsync()).AsArray();
        Assert.Equal([$"{code}.s1 4 bookable 50.5 张医师", $"{code}.s2 0 full 50.5 张医师"], schedules.Select(s => $"{s!["id"]} {s["remaining"]} {s["status"]} {s["fee"]} {s["doctor"]!["name"]}"));
    }

    [Fact]
    public async Task Schedules_WithoutAReadableDate_IsABadRequest()
    {
        var code = await fixture.PushedHospitalAsync("d");
        foreach (var query in new[] { "", "?date=soon", "?date=2026-13-40" })
        {
            using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}/departments/d/schedules{query}", UriKind.Relative));
            await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
        }
    }

    [Fact]
    public async Task Days_OfUnknownDepartment_IsNotFound()
    {
        var code = await fixture.PushedHospitalAsync("d");
        using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}/departments/e/days", UriKind.Relative));
        await response.ExpectProblemAsync(HttpStatusCode.NotFound, "department-not-found");
    }

    [Fact]
    public async Task Suspensions_OfComingDays_AreDataAndNotices()
    {
        var code = await fixture.PushedHospitalAsync("d");
        var day = Samples.Today.AddDays(2);
        await PutAsync(code, "/schedules", Samples.Items(Samples.Schedule("s1", "d", day, "suspended"), Samples.Schedule("s2", "d", day)));
        using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}/suspensions", UriKind.Relative));
        Assert.Equal($"{code}.s1", (string?)Assert.Single((await response.JsonAsync()).AsArray())!["scheduleId"]);
        using var detail = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}", UriKind.Relative));
        var hospital = await detail.JsonAsync();
        Assert.Contains("停诊", (string?)Assert.Single(hospital["notices"]!.AsArray())!["title"], StringComparison.Ordinal);
        Assert.Equal("请带身份证。", (string?)hospital["bookingRule"]!["notes"]![0]);
    }

    [Fact]
    public async Task Search_AmongThousandsOfHospitals_LooksThroughIndexKeysOnly()
    {
        var database = new MongoClient(fixture.MongoDb).GetDatabase(MongoUrl.Create(fixture.MongoDb).DatabaseName);
        var hospitals = database.GetCollection<HospitalDocument>("hospitals");
        var filter = new Portal.HospitalFilter("协和", null, null).ToFilter();
        var rendered = filter.Render(new RenderArgs<HospitalDocument>(hospitals.DocumentSerializer, hospitals.Settings.SerializerRegistry));
        var plan = await database.RunCommandAsync<MongoDB.Bson.BsonDocument>(new MongoDB.Bson.BsonDocument
        {
            ["explain"] = new MongoDB.Bson.BsonDocument { ["count"] = "hospitals", ["query"] = rendered },
        });
        Assert.Contains("IXSCAN", plan.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("COLLSCAN", plan.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> PushAsync(string name, string region, string level)
    {
        var code = fixture.TakeHospital();
        await PutAsync(code, "", Samples.Hospital(name, region, level));
        return code;
    }

    private async Task PutAsync(string code, string below, JsonNode body)
    {
        using var response = await fixture.Client.SendAsync(HttpMethod.Put, $"/internal/hospitals/{code}{below}", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<JsonArray> ListAsync(string query)
    {
        using var response = await fixture.Client.GetAsync(new Uri($"/api/hospitals?{query}", UriKind.Relative));
        return (await response.JsonAsync())["items"]!.AsArray();
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Yilai.Hospitals.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Hospitals.Tests;

public sealed class PushTests(HospitalsFixture fixture)
{
    [Fact]
    public async Task PutHospital_WithPartOfTheRules_FillsInDefaults()
    {
        var code = fixture.TakeHospital();
        using var response = await PutAsync(code, "", Samples.Hospital("人民医院"));
        var rule = (await response.JsonAsync())["bookingRule"]!;
        Assert.Equal(14, (int?)rule["cycleDays"]);
        Assert.Equal("12:30", (string?)rule["stopTime"]);
        Assert.Equal(1, (int?)rule["cancelDaysBefore"]);
        Assert.Equal(30, (int?)rule["holdMinutes"]);
    }

    [Theory]
    [InlineData("regionCode", "\"999999\"", "unknown-region")]
    [InlineData("level", "\"9Z\"", "unknown-level")]
    [InlineData("name", "\"\"", "validation-failed")]
    [InlineData("name", "null", "validation-failed")]
    [InlineData("regionCode", "\"11\"", "validation-failed")]
    [InlineData("logo", "\"data:image/svg+xml;base64,PHN2Zz4=\"", "validation-failed")]
    [InlineData("logo", "\"data:image/png;base64,PHN2Zz4=\"", "validation-failed")]
    [InlineData("bookingRule", "{\"cycleDays\":91}", "validation-failed")]
    [InlineData("bookingRule", "{\"releaseTime\":\"24:00\"}", "validation-failed")]
    [InlineData("bookingRule", "{\"cancelDaysBefore\":8}", "validation-failed")]
    [InlineData("bookingRule", "{\"holdMinutes\":0}", "validation-failed")]
    [InlineData("bookingRule", "{\"notes\":[null]}", "validation-failed")]
    [InlineData("bookingRule", "7", "malformed-json")]
    public async Task PutHospital_WithAWrongField_IsRefusedByItsCode(string field, string value, string code)
    {
        using var response = await PutAsync(fixture.TakeHospital(), "", Samples.Hospital("人民医院").With(field, JsonNode.Parse(value)));
        await response.ExpectProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task PutHospital_WithoutSettings_IsNotFound()
    {
        using var response = await PutAsync("nobody", "", Samples.Hospital("人民医院"));
        await response.ExpectProblemAsync(HttpStatusCode.NotFound, "hospital-not-found");
    }

    [Fact]
    public async Task PutHospital_WithALogo_ServesItByItsContent()
    {
        var code = fixture.TakeHospital();
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
        using var put = await PutAsync(code, "", Samples.Hospital("有标志的医院").With("logo", $"data:image/jpeg;base64,{Convert.ToBase64String(png)}"));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var detail = await fixture.Client.GetAsync(new Uri($"/api/hospitals/{code}", UriKind.Relative));
        using var logo = await fixture.Client.GetAsync(new Uri((string)(await detail.JsonAsync())["logo"]!, UriKind.Relative));
        Assert.Equal("image/png", logo.Content.Headers.ContentType!.MediaType);
        Assert.Equal(png, await logo.Content.ReadAsByteArrayAsync());
        using var back = await fixture.Client.GetAsync(new Uri($"/internal/hospitals/{code}", UriKind.Relative));
        Assert.Equal($"data:image/png;base64,{Convert.ToBase64String(png)}", (string?)(await back.JsonAsync())["logo"]);
    }

    [Fact]
    public async Task PutDepartments_SomeWrong_TakesTheOthersAndNamesEach()
    {
        var code = await fixture.PushedHospitalAsync();
        using var response = await PutAsync(code, "/departments", Samples.Items(
            Samples.Department("a"),
            Samples.Department("b c"),
            Samples.Department("a"),
            Samples.Department("d").With("name", " "),
            7,
            null,
            Samples.Department("e").With("name", 5)));
        var result = await response.JsonAsync();
        Assert.Equal(1, (int?)result["accepted"]);
        Assert.Equal(
            ["1 invalid-code", "2 duplicate-id", "3 invalid-name", "4 malformed-record", "5 malformed-record", "6 malformed-record"],
            result["rejected"]!.AsArray().Select(r => $"{r!["index"]} {r["code"]}"));
    }

    [Theory]
    [InlineData("departmentCode", "\"nowhere\"", "unknown-department")]
    [InlineData("date", "\"2020-01-01\"", "past-date")]
    [InlineData("date", "\"tomorrow\"", "invalid-date")]
    [InlineData("date", "\"2999-01-01\"", "invalid-date")]
    [InlineData("released", "10001", "invalid-released")]
    [InlineData("released", "-1", "invalid-released")]
    [InlineData("available", "21", "invalid-available")]
    [InlineData("fee", "1.005", "invalid-fee")]
    [InlineData("fee", "100000.01", "invalid-fee")]
    [InlineData("fee", "null", "invalid-fee")]
    [InlineData("period", "\"evening\"", "invalid-period")]
    [InlineData("status", "\"Open\"", "invalid-status")]
    [InlineData("status", "0", "malformed-record")]
    [InlineData("id", "\"a/b\"", "invalid-id")]
    [InlineData("doctorName", "\"\"", "invalid-doctor")]
    public async Task PutSchedules_WithAWrongField_RejectsTheRecordByItsCode(string field, string value, string code)
    {
        var hospital = await fixture.PushedHospitalAsync("d1");
        using var response = await PutAsync(hospital, "/schedules", Samples.Items(
            Samples.Schedule("s1", "d1").With(field, JsonNode.Parse(value)), Samples.Schedule("good", "d1")));
        var result = await response.JsonAsync();
        Assert.Equal(code, (string?)result["rejected"]!.AsArray().Single()!["code"]);
        Assert.Equal(1, (int?)result["accepted"]!.AsArray().Single()!["index"]);
    }

    [Fact]
    public async Task PutSchedules_Twice_KeepsOneAndGivesItBackWithTheDepartmentsName()
    {
        var code = await fixture.PushedHospitalAsync("d1");
        foreach (var fee in new[] { 10.25, 20.5 })
        {
            using var response = await PutAsync(code, "/schedules", Samples.Items(Samples.Schedule("s1", "d1").With("fee", fee)));
            Assert.Equal("科室d1", (string?)(await response.JsonAsync())["accepted"]![0]!["departmentName"]);
        }

        using var held = await fixture.Client.GetAsync(new Uri($"/internal/hospitals/{code}/schedules?department=d1", UriKind.Relative));
        var schedule = (await held.JsonAsync())["items"]!.AsArray().Single()!;
        Assert.Equal(20.5m, (decimal?)schedule["fee"]);
        Assert.Equal("open", (string?)schedule["status"]);
        Assert.Equal("morning", (string?)schedule["period"]);
    }

    [Fact]
    public async Task Put_MoreThan500Records_IsTooLarge()
    {
        var code = await fixture.PushedHospitalAsync("d1");
        using var response = await PutAsync(code, "/schedules", Samples.Items(Enumerable.Range(0, 501).Select(i => Samples.Schedule($"s{i}", "d1"))));
        await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "batch-too-large");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"items\":null}")]
    public async Task Put_WithoutItems_IsAWrongField(string body)
    {
        var code = await fixture.PushedHospitalAsync();
        using var response = await PutAsync(code, "/departments", JsonNode.Parse(body)!);
        var problem = await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.NotNull(problem["errors"]!["items"]);
    }

    [Fact]
    public async Task DeleteDepartment_WithSchedules_RemovesBoth()
    {
        var code = await fixture.PushedHospitalAsync("d1", "d2");
        using var pushed = await PutAsync(code, "/schedules", Samples.Items(Samples.Schedule("s1", "d1"), Samples.Schedule("s2", "d2")));
        using var deleted = await fixture.Client.DeleteAsync(new Uri($"/internal/hospitals/{code}/departments/d1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var held = await fixture.Client.GetAsync(new Uri($"/internal/hospitals/{code}/schedules", UriKind.Relative));
        Assert.Equal("s2", (string?)(await held.JsonAsync())["items"]!.AsArray().Single()!["id"]);
        using var again = await fixture.Client.DeleteAsync(new Uri($"/internal/hospitals/{code}/departments/d1", UriKind.Relative));
        await again.ExpectProblemAsync(HttpStatusCode.NotFound, "department-not-found");
        using var schedule = await fixture.Client.DeleteAsync(new Uri($"/internal/hospitals/{code}/schedules/s1", UriKind.Relative));
        await schedule.ExpectProblemAsync(HttpStatusCode.NotFound, "schedule-not-found");
    }

    [Fact]
    public async Task PutSchedules_SameBatchManyTimesAtOnce_AllSucceed()
    {
        var code = await fixture.PushedHospitalAsync("d1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(
            code, "/schedules", Samples.Items(Enumerable.Range(0, 100).Select(i => Samples.Schedule($"s{i}", "d1"))))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    private Task<HttpResponseMessage> PutAsync(string code, string below, JsonNode body) =>
        fixture.Client.SendAsync(HttpMethod.Put, $"/internal/hospitals/{code}{below}", body);
}

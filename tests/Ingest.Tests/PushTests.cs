using System.Net;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;
using Yilai.Ingest.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Ingest.Tests;

public sealed class PushTests(IngestFixture fixture)
{
    [Fact]
    public async Task Hospital_Pushed_IsHeldAndToldToOrders()
    {
        var client = await fixture.PushedHospitalAsync();
        var told = fixture.Neighbours.Told[$"/internal/hospitals/{client.Code}"];
        Assert.Equal("第一人民医院", (string?)told["name"]);
        Assert.Equal(7, (int?)told["bookingRule"]!["cycleDays"]);
        Assert.Equal("08:30", (string?)told["bookingRule"]!["releaseTime"]);
        using var back = await client.SendAsync(HttpMethod.Get, "/hospital/v2/hospital");
        Assert.Equal("3A", (string?)(await back.JsonAsync())["level"]);
    }

    [Fact]
    public async Task Hospital_WithUnknownRegion_GetsTheCodeAndTheField()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        var hospital = Samples.Hospital();
        hospital["regionCode"] = "999999";
        using var response = await client.SendAsync(HttpMethod.Put, "/hospital/v2/hospital", hospital);
        var problem = await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "unknown-region");
        Assert.NotNull(problem["errors"]!["regionCode"]);
        Assert.Equal(SignatureRefusal.None, client.LastVerification);
    }

    [Fact]
    public async Task Schedules_SomeWrongSomeBelowSold_AreAcceptedRejectedAndReported()
    {
        var client = await fixture.PushedHospitalAsync();
        using var response = await client.SendAsync(HttpMethod.Put, "/hospital/v2/schedules", Samples.Items(
            Samples.Schedule("s1"), Samples.Schedule("s2", department: "nowhere"), Samples.Schedule("s3", released: 1)));
        var result = await response.JsonAsync();
        Assert.Equal(2, (int?)result["accepted"]);
        Assert.Equal("1 unknown-department", result["rejected"]!.AsArray().Select(r => $"{r!["index"]} {r["code"]}").Single());
        Assert.Equal("s3 below-sold", result["reported"]!.AsArray().Select(r => $"{r!["id"]} {r["code"]}").Single());
        var told = fixture.Neighbours.Told[$"/internal/hospitals/{client.Code}/schedules"]["items"]!.AsArray();
        Assert.Equal(["s1 内科 50 afternoon open", "s3 内科 50 afternoon open"], told.Select(s => $"{s!["id"]} {s["departmentName"]} {s["fee"]} {s["period"]} {s["status"]}"));
    }

    [Fact]
    public async Task Schedules_MoreThan500_AreTooMany()
    {
        var client = await fixture.PushedHospitalAsync();
        using var response = await client.SendAsync(
            HttpMethod.Put, "/hospital/v2/schedules", Samples.Items([.. Enumerable.Range(0, 501).Select(i => Samples.Schedule($"s{i}"))]));
        await response.ExpectProblemAsync(HttpStatusCode.BadRequest, "batch-too-large");
    }

    [Fact]
    public async Task Sdk_PushesReadsAndDeletes_AsTheContractSays()
    {
        var key = fixture.TakeKey();
        using var handler = new AppTokenHandler();
        using var client = new HospitalClient(fixture.Client.BaseAddress!, key, handler);
        await client.PutHospitalAsync(new Hospital("SDK 医院", "3A", null, "110105", null, null, null, null, null, new BookingRule(14, "00:00", "18:00", 1, "15:30", 30, [])));
        var departments = await client.PutDepartmentsAsync([new Department("a", "内科", "g", "内科", null), new Department("b", "外科", "h", "外科", "简介")]);
        Assert.Equal((2, 0), (departments.Accepted, departments.Rejected.Count));
        var date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8 + 48).DateTime);
        var schedules = Enumerable.Range(0, 1200).Select(i => new Schedule($"s{i}", i == 7 ? "zz" : "a", "李", "医师", null, date, Period.Morning, 5, 5, 9.99m, ScheduleStatus.Open));
        var pushed = await client.PutSchedulesAsync(schedules);
        Assert.Equal(1199, pushed.Accepted);
        Assert.Equal("unknown-department", Assert.Single(pushed.Rejected).Code);
        Assert.Equal(1199, (await client.ListSchedulesAsync(date, "a")).Count);
        Assert.Equal(["a", "b"], (await client.ListDepartmentsAsync()).Select(d => d.Code));

        fixture.Neighbours.Live["s3"] = true;
        var refused = await Assert.ThrowsAsync<HospitalApiException>(() => client.DeleteScheduleAsync("s3"));
        Assert.Equal("live-orders", refused.Code);
        fixture.Neighbours.Live.TryRemove("s3", out _);
        await client.DeleteScheduleAsync("s4");
        await client.DeleteDepartmentAsync("a");
        Assert.Empty(await client.ListSchedulesAsync());
        Assert.Equal("b", Assert.Single(await client.ListDepartmentsAsync()).Code);
    }

    [Fact]
    public async Task DeleteDepartment_WithLiveOrders_IsRefused()
    {
        var client = await fixture.PushedHospitalAsync();
        using var pushed = await client.SendAsync(HttpMethod.Put, "/hospital/v2/departments", Samples.Items(Samples.Department("busy")));
        fixture.Neighbours.Live["busy"] = true;
        using var response = await client.SendAsync(HttpMethod.Delete, "/hospital/v2/departments/busy");
        await response.ExpectProblemAsync(HttpStatusCode.Conflict, "live-orders");
    }

    [Fact]
    public async Task Hospital_NotPushedYet_IsNotFound()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var hospital = await client.SendAsync(HttpMethod.Get, "/hospital/v2/hospital");
        await hospital.ExpectProblemAsync(HttpStatusCode.NotFound, "hospital-not-found");
        using var departments = await client.SendAsync(HttpMethod.Put, "/hospital/v2/departments", Samples.Items(Samples.Department("d")));
        await departments.ExpectProblemAsync(HttpStatusCode.NotFound, "hospital-not-found");
    }

    /// <summary>Adds what the sidecar adds on the way to the app.</summary>
    private sealed class AppTokenHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Remove("dapr-api-token");
            request.Headers.Add("dapr-api-token", TestPlatform.AppToken);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

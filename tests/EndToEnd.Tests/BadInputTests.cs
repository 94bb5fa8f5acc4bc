using System.Net;
using System.Text;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>Whatever people send, the answer says what is wrong, by a stable code.</summary>
public sealed class BadInputTests(RunningPlatform platform)
{
    private const string UnknownId = "0198c0de-0000-7000-8000-00000000dead";

    [Theory]
    [InlineData("/api/auth/phone-codes")]
    [InlineData("/api/auth/phone-logins")]
    [InlineData("/api/me/patients")]
    [InlineData("/api/orders")]
    public async Task Post_MalformedJson_Is400(string path)
    {
        using var patient = await Patient.RegisterAsync(platform);
        using var answer = await patient.Http.PostAsync(path, new StringContent("{\"phone\": ", Encoding.UTF8, "application/json"));
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
    }

    [Theory]
    [InlineData("/api/me/patients")]
    [InlineData("/hospital/v2/schedules")]
    public async Task Send_10MegabyteBody_Is413(string path)
    {
        using var patient = await Patient.RegisterAsync(platform);
        using var content = new ByteArrayContent(new byte[10 * 1024 * 1024]);
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(path.StartsWith("/hospital", StringComparison.Ordinal) ? HttpMethod.Put : HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = true;
        using var answer = await patient.Http.SendAsync(request);
        await answer.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("23800000000")]
    [InlineData("1380000000x")]
    [InlineData("")]
    public async Task PhoneCode_NotAPhone_Is400(string phone)
    {
        using var answer = await platform.Http.PostAsJsonAsync("/api/auth/phone-codes", new { phone });
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
        Assert.True(problem.GetProperty("errors").TryGetProperty("phone", out _));
    }

    [Fact]
    public async Task PhoneLogin_WrongCode_Is401()
    {
        using var answer = await platform.Http.PostAsJsonAsync("/api/auth/phone-logins", new { phone = Persons.Phone(Persons.Next()), code = "000000" });
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
    }

    [Fact]
    public async Task PhoneCode_AskedTwiceAtOnce_Is429()
    {
        var phone = Persons.Phone(Persons.Next());
        using var first = await platform.Http.PostAsJsonAsync("/api/auth/phone-codes", new { phone });
        await first.JsonAsync(HttpStatusCode.Accepted);
        using var second = await platform.Http.PostAsJsonAsync("/api/auth/phone-codes", new { phone });
        await second.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-codes");
    }

    [Theory]
    [InlineData("GET", "/api/me")]
    [InlineData("GET", "/api/me/patients")]
    [InlineData("GET", "/api/orders")]
    [InlineData("POST", "/api/orders")]
    [InlineData("GET", "/api/me/messages")]
    public async Task Call_WithoutLogin_Is401(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? JsonContent.Create(new { }) : null };
        using var answer = await platform.Http.SendAsync(request);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task Call_PosingAsTheGateway_Is401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Add("yilai-user-id", UnknownId);
        using var answer = await platform.Http.SendAsync(request);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Theory]
    [InlineData("/internal/users/" + UnknownId + "/contact")]
    [InlineData("/events/order-placed")]
    [InlineData("/v1.0/metadata")]
    public async Task Get_InternalPath_IsNotTheServices(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("dapr-app-id", "identity");
        using var answer = await platform.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/hospitals/no-such", "hospital-not-found")]
    [InlineData("/api/hospitals/no-such/departments", "hospital-not-found")]
    [InlineData("/api/dictionary/region/items/999999", "dictionary-item-not-found")]
    [InlineData("/api/no-such-thing", "not-found")]
    public async Task Get_Unknown_Is404(string path, string code)
    {
        using var answer = await platform.Http.GetAsync(path);
        await answer.ProblemAsync(HttpStatusCode.NotFound, code);
    }

    [Theory]
    [InlineData("no-such.schedule", null, HttpStatusCode.NotFound, "schedule-not-found")]
    [InlineData("", null, HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData(null, UnknownId, HttpStatusCode.NotFound, "patient-not-found")]
    public async Task Book_WithUnknownId_SaysWhich(string? schedule, string? patientId, HttpStatusCode status, string code)
    {
        using var patient = await Patient.RegisterAsync(platform);
        using var answer = await patient.BookAsync(schedule ?? await platform.NewScheduleAsync(1), patientId: patientId);
        await answer.ProblemAsync(status, code);
    }

    [Fact]
    public async Task Book_ForAnotherUsersPatient_Is404()
    {
        using var owner = await Patient.RegisterAsync(platform);
        using var other = await Patient.RegisterAsync(platform);
        using var answer = await other.BookAsync(await platform.NewScheduleAsync(1), patientId: owner.PatientId);
        await answer.ProblemAsync(HttpStatusCode.NotFound, "patient-not-found");
    }

    [Fact]
    public async Task Order_OfAnotherUser_Is404_ToReadAndToCancel()
    {
        using var owner = await Patient.RegisterAsync(platform);
        using var other = await Patient.RegisterAsync(platform);
        using var booked = await owner.BookAsync(await platform.NewScheduleAsync(1));
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
        using var read = await other.Http.GetAsync($"/api/orders/{id}");
        await read.ProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        using var cancelled = await other.Http.PostAsJsonAsync($"/api/orders/{id}/cancellation", new { });
        await cancelled.ProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        Assert.Equal("unpaid", (await owner.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{id}")).Text("status"));
    }

    [Fact]
    public async Task Patient_OfAnotherUser_Is404_ToReadChangeAndDelete()
    {
        using var owner = await Patient.RegisterAsync(platform);
        using var other = await Patient.RegisterAsync(platform);
        var path = $"/api/me/patients/{owner.PatientId}";
        using var read = await other.Http.GetAsync(path);
        await read.ProblemAsync(HttpStatusCode.NotFound, "patient-not-found");
        using var deleted = await other.Http.DeleteAsync(path);
        await deleted.ProblemAsync(HttpStatusCode.NotFound, "patient-not-found");
        var still = await owner.Http.GetFromJsonAsync<JsonElement>(path);
        Assert.Contains("*", still.Text("certificatesNo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patient_WrongCheckDigit_Is400_NamingTheField()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var number = Persons.IdentityNumber(Persons.Next());
        var wrong = number[..17] + (number[17] == '1' ? '2' : '1');
        using var answer = await patient.Http.PostAsJsonAsync("/api/me/patients", new { name = "张三", phone = patient.Phone, certificatesType = "10", certificatesNo = wrong });
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-certificate-number");
        Assert.True(problem.GetProperty("errors").TryGetProperty("certificatesNo", out _));
    }

    [Fact]
    public async Task Schedules_OfAPastOrMalformedDate_GiveNoServerError()
    {
        var (hospital, _) = await platform.FindBookableAsync();
        var departments = await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{hospital}/departments");
        var path = $"/api/hospitals/{hospital}/departments/{departments[0].Text("code")}/schedules";
        using var malformed = await platform.Http.GetAsync($"{path}?date=tomorrow");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        using var past = await platform.Http.GetAsync($"{path}?date=2020-01-01");
        Assert.Empty((await past.JsonAsync(HttpStatusCode.OK)).EnumerateArray());
    }
}

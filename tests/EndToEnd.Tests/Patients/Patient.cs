using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Patients;

/// <summary>A person at the public API: an account with one patient (就诊人).</summary>
internal sealed class Patient : IDisposable
{
    private Patient(HttpClient http, string phone, string patientId, IReadOnlyList<string> cookies)
    {
        Http = http;
        Phone = phone;
        PatientId = patientId;
        Cookies = cookies;
    }

    public HttpClient Http { get; }

    public string Phone { get; }

    public string PatientId { get; }

    /// <summary>The session as the platform gave it to keep (<c>Set-Cookie</c>): what makes a browser this person's.</summary>
    public IReadOnlyList<string> Cookies { get; }

    /// <summary>Logs in with a new phone and adds a patient.</summary>
    public static async Task<Patient> RegisterAsync(RunningPlatform platform)
    {
        var person = Persons.Next();
        var phone = Persons.Phone(person);
        var http = new HttpClient { BaseAddress = platform.Gateway, Timeout = TimeSpan.FromSeconds(60) };
        var (_, cookies) = await LogInWithCookiesAsync(platform, http, phone);
        using var added = await http.PostAsJsonAsync("/api/me/patients", new
        {
            name = "测试就诊人",
            phone,
            certificatesType = "10",
            certificatesNo = Persons.IdentityNumber(person),
            isInsured = false,
        });
        return new Patient(http, phone, (await added.JsonAsync(HttpStatusCode.Created)).Text("id"), cookies);
    }

    public static async Task<JsonElement> LogInAsync(RunningPlatform platform, HttpClient http, string phone) =>
        (await LogInWithCookiesAsync(platform, http, phone)).Session;

    private static async Task<(JsonElement Session, IReadOnlyList<string> Cookies)> LogInWithCookiesAsync(RunningPlatform platform, HttpClient http, string phone)
    {
        using var asked = await http.PostAsJsonAsync("/api/auth/phone-codes", new { phone });
        Assert.True((await asked.JsonAsync(HttpStatusCode.Accepted)).GetProperty("expiresInSeconds").GetInt32() > 0);
        using var loggedIn = await http.PostAsJsonAsync("/api/auth/phone-logins", new { phone, code = await platform.CodeAsync(phone) });
        var session = await loggedIn.JsonAsync(HttpStatusCode.OK);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.Text("accessToken"));
        return (session, [.. loggedIn.Headers.GetValues("Set-Cookie")]);
    }

    /// <summary>Asks for a number of a schedule.</summary>
    public async Task<HttpResponseMessage> BookAsync(string scheduleId, string? key = null, string? patientId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
        {
            Content = JsonContent.Create(new { scheduleId, patientId = patientId ?? PatientId }),
        };
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString());
        return await Http.SendAsync(request);
    }

    public void Dispose() => Http.Dispose();
}

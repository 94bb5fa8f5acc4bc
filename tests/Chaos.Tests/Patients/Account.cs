using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Yilai.Chaos.Tests.Platform;

namespace Yilai.Chaos.Tests.Patients;

/// <summary>An account with its patients (就诊人), made before the chaos. What it asks, it asks until somebody decides.</summary>
internal sealed partial class Account : IDisposable
{
    private const int PatientsEach = 4;
    private const int AtOnce = 16;
    private readonly HttpClient http;
    private readonly SemaphoreSlim renewing = new(1, 1);
    private string token = "";

    private Account(Uri gateway) => http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(20) };

    public List<string> Patients { get; } = [];

    /// <summary>Enough accounts for so many patients.</summary>
    public static async Task<List<Account>> RegisterAsync(ChaosPlatform platform, int patients)
    {
        var accounts = new Account[(patients + PatientsEach - 1) / PatientsEach];
        await Parallel.ForAsync(0, accounts.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => accounts[i] = await RegisterAsync(platform));
        return [.. accounts];
    }

    /// <summary>Asks until somebody decides.</summary>
    /// <exception cref="TimeoutException">Nobody did, although everything comes back.</exception>
    public async Task<Answer> AskAsync(Knowledge knowledge, HttpMethod method, string path, object? body = null, string? key = null)
    {
        var pauses = new Pauses();
        do
        {
            var used = token;
            if (await TryAsync(knowledge, method, path, body, key) is { } answer)
            {
                if (answer.Status != HttpStatusCode.Unauthorized)
                {
                    return answer;
                }

                await RenewAsync(used);
            }
        }
        while (await pauses.WaitAsync());

        throw new TimeoutException($"Nobody decided about {method} {path}.");
    }

    public void Dispose()
    {
        http.Dispose();
        renewing.Dispose();
    }

    private static async Task<Account> RegisterAsync(ChaosPlatform platform)
    {
        var account = new Account(platform.Gateway);
        var nobody = new Knowledge();
        var phone = Persons.Phone(Persons.Next());
        await account.AskAsync(nobody, HttpMethod.Post, "/api/auth/phone-codes", new { phone });
        var code = await Eventually.GetAsync($"{phone} has a code", async () =>
            Directory.EnumerateFiles(Path.Combine(platform.Data, "sms"), $"*{phone}*").FirstOrDefault() is { } file && Code().Match(await File.ReadAllTextAsync(file)) is { Success: true } match
                ? match.Value
                : null);
        account.LogIn(await account.AskAsync(nobody, HttpMethod.Post, "/api/auth/phone-logins", new { phone, code }));
        for (var i = 0; i < PatientsEach; i++)
        {
            var patient = new { name = "混沌就诊人", phone, certificatesType = "10", certificatesNo = Persons.IdentityNumber(Persons.Next()), isInsured = false };
            var added = await account.AskAsync(nobody, HttpMethod.Post, "/api/me/patients", patient);
            Assert.Equal(HttpStatusCode.Created, added.Status);
            account.Patients.Add(added.Text("id"));
        }

        return account;
    }

    /// <returns>Null when nobody decided.</returns>
    private async Task<Answer?> TryAsync(Knowledge knowledge, HttpMethod method, string path, object? body, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        try
        {
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
            {
                knowledge.Trouble(response.StatusCode);
                return null;
            }

            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return null;
            }

            return new Answer(response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            knowledge.Trouble(null);
            return null;
        }
    }

    /// <summary>A new access token for the one that was refused; of many who were refused one asks.</summary>
    private async Task RenewAsync(string refused)
    {
        await renewing.WaitAsync();
        try
        {
            if (token == refused && await TryAsync(new Knowledge(), HttpMethod.Post, "/api/auth/refresh", body: null, key: null) is { Status: HttpStatusCode.OK } session)
            {
                LogIn(session);
            }
        }
        finally
        {
            renewing.Release();
        }
    }

    private void LogIn(Answer session)
    {
        Assert.Equal(HttpStatusCode.OK, session.Status);
        token = session.Text("accessToken");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex Code();
}

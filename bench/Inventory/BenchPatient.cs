using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Yilai.Bench.Support;

namespace Yilai.Bench.Inventory;

/// <summary>An account with as many patients (就诊人) as one may have.</summary>
internal sealed partial class BenchPatient
{
    public const int PerAccount = 10;
    private const string Passport = "20";
    private readonly AuthenticationHeaderValue bearer;

    private BenchPatient(AuthenticationHeaderValue bearer, IReadOnlyList<string> ids) => (this.bearer, Ids) = (bearer, ids);

    /// <summary>The patients' ids.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Registers accounts at the public API, several at once.</summary>
    public static async Task<IReadOnlyList<BenchPatient>> RegisterAsync(BenchPlatform platform, HttpClient http, int accounts)
    {
        var registered = new BenchPatient[accounts];
        await Parallel.ForAsync(0, accounts, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => registered[i] = await RegisterOneAsync(platform, http, i));
        return registered;
    }

    /// <summary>Asks for a number.</summary>
    /// <exception cref="InvalidOperationException">It was refused, which no request of a measurement is to be.</exception>
    public async Task BookAsync(BenchPlatform platform, HttpClient http, string schedule, string patient)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{platform.Gateway}/api/orders") { Content = JsonContent.Create(new { scheduleId = schedule, patientId = patient }) };
        request.Headers.Authorization = bearer;
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"A booking was refused: {text}");
    }

    private static async Task<BenchPatient> RegisterOneAsync(BenchPlatform platform, HttpClient http, int number)
    {
        var phone = "138" + number.ToString("00000000", CultureInfo.InvariantCulture);
        await PostAsync("/api/auth/phone-codes", new { phone }, null);
        var session = await PostAsync("/api/auth/phone-logins", new { phone, code = await CodeAsync(platform, phone) }, null);
        var bearer = new AuthenticationHeaderValue("Bearer", session.GetProperty("accessToken").GetString());
        var ids = new List<string>();
        for (var i = 0; i < PerAccount; i++)
        {
            var patient = new { name = "测试就诊人", phone, certificatesType = Passport, certificatesNo = $"E{number:0000}{i:0000}", gender = "female", birthday = "1990-03-07", isInsured = false };
            ids.Add((await PostAsync("/api/me/patients", patient, bearer)).GetProperty("id").GetString()!);
        }
        return new BenchPatient(bearer, ids);

        async Task<JsonElement> PostAsync(string path, object body, AuthenticationHeaderValue? authorization)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, platform.Gateway + path) { Content = JsonContent.Create(body) };
            request.Headers.Authorization = authorization;
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException($"{path}: {text}");
        }
    }

    private static async Task<string> CodeAsync(BenchPlatform platform, string phone)
    {
        var code = "";
        await Wait.UntilAsync($"a code came for {phone}", async () =>
        {
            var folder = Path.Combine(platform.Data, "sms");
            return Directory.Exists(folder)
                && Directory.EnumerateFiles(folder, $"*{phone}*").FirstOrDefault() is { } file
                && (code = Code().Match(await File.ReadAllTextAsync(file)).Value).Length > 0;
        }, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30));
        return code;
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex Code();
}

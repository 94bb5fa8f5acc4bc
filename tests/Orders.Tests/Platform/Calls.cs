using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Yilai.Orders.Tests.Platform;

/// <summary>What an answer was: its status, its code if a problem, its body.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonObject Body)
{
    public string? Code => (string?)Body["code"];

    public string Id => (string)Body["id"]!;

    public int Number => (int)Body["number"]!;
}

/// <summary>Calls as the gateway passes them on.</summary>
internal static class Calls
{
    public static Task<Answer> BookAsync(this OrdersFixture orders, string schedule, Guid user, Guid? patient = null, string? key = null) =>
        orders.BookAsync(JsonContent.Create(new { scheduleId = schedule, patientId = patient ?? Accounts.PatientOf(user) }), user, key);

    public static Task<Answer> BookAsync(this OrdersFixture orders, HttpContent content, Guid user, string? key = null) =>
        orders.SendAsync(HttpMethod.Post, "/api/orders", user, content, r =>
        {
            if (key is not null)
            {
                r.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            }
        });

    public static Task<Answer> CancelAsync(this OrdersFixture orders, string order, Guid user, string? reason = null) =>
        orders.SendAsync(HttpMethod.Post, $"/api/orders/{order}/cancellation", user, reason is null ? null : JsonContent.Create(new { reason }));

    public static Task<Answer> AnswerAsync(this OrdersFixture orders, string order, string status) =>
        orders.SendAsync(
            HttpMethod.Put,
            $"/internal/orders/{order}/hospital-answer",
            null,
            JsonContent.Create(new { status, hospitalRecordId = $"R-{order}", number = 1, fetchTime = "08:00", fetchAddress = "一楼" }));

    public static Task<Answer> ExpireAsync(this OrdersFixture orders, string key = OrdersFixture.OperatorKey, string task = "expire-orders") =>
        orders.SendAsync(HttpMethod.Post, $"/api/tasks/{task}/runs", null, null, r => r.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}"));

    public static Task<Answer> GetAsync(this OrdersFixture orders, string path, Guid? user = null) => orders.SendAsync(HttpMethod.Get, path, user);

    public static async Task<Answer> SendAsync(
        this OrdersFixture orders, HttpMethod method, string path, Guid? user, HttpContent? content = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (user is not null)
        {
            request.Headers.Add("yilai-user-id", user.ToString());
        }

        more?.Invoke(request);
        using var response = await orders.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
    }
}

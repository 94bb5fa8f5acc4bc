using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Patients;

/// <summary>Paying at the payment simulator's page, and what follows.</summary>
internal static class Paying
{
    /// <summary>Opens the order's payment and gives the page's address.</summary>
    public static async Task<string> PayUrlAsync(this Patient patient, string orderId)
    {
        using var started = await patient.Http.PostAsJsonAsync($"/api/orders/{orderId}/payments", new { channel = "alipay" });
        return (await started.JsonAsync(HttpStatusCode.OK)).Text("payUrl");
    }

    /// <summary>Does what a button of the payment's page does.</summary>
    public static async Task<HttpStatusCode> ActAsync(string payUrl, string action)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("action", action)]);
        using var answer = await http.PostAsync(new Uri(payUrl), form);
        return answer.StatusCode;
    }

    /// <summary>Waits until the order is as wanted, and gives it.</summary>
    public static async Task<JsonElement> OrderAsync(this Patient patient, string orderId, string what, Func<JsonElement, bool> wanted, TimeSpan? limit = null)
    {
        var order = default(JsonElement);
        await Eventually.TrueAsync(
            $"order {orderId} {what}",
            async () => wanted(order = await patient.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{orderId}")),
            limit ?? TimeSpan.FromMinutes(1));
        return order;
    }

    /// <summary>The payment simulator's books: of each payment, by the platform's number of it, its state and what was given back.</summary>
    public static async Task<Dictionary<string, (string Status, decimal Amount, decimal Refunded)>> PaymentBooksAsync(this RunningPlatform platform)
    {
        using var http = new HttpClient { BaseAddress = platform.AddressOf("payment-simulator") };
        var books = await http.GetFromJsonAsync<JsonElement>("simulator/books");
        return books.GetProperty("payments").EnumerateArray().ToDictionary(
            p => p.Text("outTradeNo"),
            p => (p.Text("status"), p.GetProperty("amount").GetDecimal(), p.GetProperty("refunded").GetDecimal()));
    }

    /// <summary>What the hospital simulator believes of an order.</summary>
    public static async Task<string?> HospitalBelievesAsync(this RunningPlatform platform, string orderId)
    {
        using var http = new HttpClient { BaseAddress = platform.Simulator };
        var orders = await http.GetFromJsonAsync<JsonElement>("simulator/orders");
        return orders.GetProperty("items").EnumerateArray().Where(o => o.Text("orderId") == orderId).Select(o => o.Text("status")).SingleOrDefault();
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

/// <summary>The merchant's side: signs calls and checks answers, by the rules and not by the simulator's code.</summary>
internal sealed class Merchant(HttpClient http, TimeProvider time)
{
    /// <summary>The parameters of a call, signed.</summary>
    public Dictionary<string, string?> Signed(string method, object? content, Action<Dictionary<string, string?>>? change = null)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["app_id"] = TestKeys.AppId,
            ["method"] = method,
            ["format"] = "JSON",
            ["charset"] = "utf-8",
            ["sign_type"] = "RSA2",
            ["timestamp"] = AlipayFormats.Time(time.GetUtcNow()),
            ["version"] = "1.0",
            ["biz_content"] = content as string ?? JsonSerializer.Serialize(content),
        };
        change?.Invoke(parameters);
        lock (TestKeys.Merchant)
        {
            parameters["sign"] = AlipaySignature.Sign(AlipaySignature.ContentOfRequest(parameters!), TestKeys.Merchant);
        }

        return parameters;
    }

    /// <summary>The address of a payment page.</summary>
    public string PageOf(string outTradeNo, string amount = "50.00", Uri? notify = null, string? back = "http://merchant.test/paid", DateTimeOffset? expires = null, string subject = "专家门诊 挂号费") =>
        QueryHelpers.AddQueryString("/gateway.do", Signed(
            AlipayMethods.PagePay,
            new
            {
                out_trade_no = outTradeNo,
                total_amount = amount,
                subject,
                product_code = "FAST_INSTANT_TRADE_PAY",
                time_expire = AlipayFormats.Time(expires ?? time.GetUtcNow().AddMinutes(30)),
            },
            parameters => (parameters["notify_url"], parameters["return_url"]) = (notify?.ToString(), back)).Where(p => p.Value is not null));

    /// <summary>Presses a button of a page.</summary>
    public Task<HttpResponseMessage> ActAsync(string page, string action) =>
        http.PostAsync(new Uri(page, UriKind.Relative), new FormUrlEncodedContent([new("action", action)]));

    /// <summary>Pays on a page; where the person is sent then.</summary>
    public async Task<Uri?> PayAsync(string page)
    {
        using var response = await ActAsync(page, "pay");
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, response.StatusCode);
        return response.Headers.Location;
    }

    /// <summary>Calls a method; the answer's node, of which the signature was checked over its exact text.</summary>
    public async Task<JsonElement> CallAsync(string method, object content)
    {
        using var response = await http.PostAsync(new Uri("/gateway.do", UriKind.Relative), new FormUrlEncodedContent(Signed(method, content)!));
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return Read(await response.Content.ReadAsStringAsync(), AlipayMethods.ResponseNode(method));
    }

    /// <summary>The node of an answer, of which the signature was checked.</summary>
    public static JsonElement Read(string answer, string name)
    {
        var (start, end) = ($"{{\"{name}\":", answer.LastIndexOf(",\"sign\":\"", StringComparison.Ordinal));
        Assert.StartsWith(start, answer, StringComparison.Ordinal);
        Assert.True(end > 0, answer);
        var node = answer[start.Length..end];
        Assert.True(AlipaySignature.Verify(node, answer[(end + 9)..^2], TestKeys.Provider), answer);
        return JsonDocument.Parse(node).RootElement;
    }

    public Task<JsonElement> QueryAsync(string outTradeNo) => CallAsync(AlipayMethods.Query, new { out_trade_no = outTradeNo });

    public Task<JsonElement> RefundAsync(string outTradeNo, string? request, string amount) =>
        CallAsync(AlipayMethods.Refund, new { out_trade_no = outTradeNo, out_request_no = request, refund_amount = amount, refund_reason = "停诊" });

    public async Task<JsonElement> BooksAsync() => JsonDocument.Parse(await http.GetStringAsync(new Uri("/simulator/books", UriKind.Relative))).RootElement;
}

internal static class JsonElementExtensions
{
    /// <summary>A member's text; null when it is not there.</summary>
    public static string? Text(this JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.ToString() : null;
}

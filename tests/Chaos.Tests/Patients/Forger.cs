using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Yilai.Alipay;
using Yilai.Chaos.Tests.Plans;
using Yilai.Chaos.Tests.Platform;

namespace Yilai.Chaos.Tests.Patients;

/// <summary>
/// Posts notifications that nobody should believe. The provider's own key, which a real forger has not, is used where the
/// platform has to be careful even with what is truly signed.
/// </summary>
internal sealed class Forger(ChaosPlatform platform, ChaosClock clock) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>How many were posted and decided upon.</summary>
    public int Posted { get; private set; }

    /// <summary>Those that were believed.</summary>
    public List<string> Believed { get; } = [];

    public async Task RunAsync(IEnumerable<Forgery> forgeries)
    {
        foreach (var forgery in forgeries)
        {
            await clock.UntilAsync(forgery.At);
            try
            {
                await PostAsync(forgery.Kind, forgery.Which);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // Somebody in between is dead at the moment.
            }
        }
    }

    /// <summary>Posts every notification of every payment once more, as it was sent or would have been.</summary>
    /// <returns>How many were not acknowledged.</returns>
    public async Task<int> ReplayAllAsync()
    {
        var refused = 0;
        foreach (var payment in await PaymentsAsync())
        {
            refused += await SendAsync(await SignedAsync(Of(payment))) ? 0 : 1;
        }

        return refused;
    }

    public void Dispose() => http.Dispose();

    private async Task PostAsync(ForgeryKind kind, double which)
    {
        var payments = await PaymentsAsync();
        if (payments.Length == 0)
        {
            return;
        }

        var form = Of(payments[(int)(which * payments.Length)]);
        form["app_id"] = (await KeysAsync()).GetProperty("appId").GetString()!;
        switch (kind)
        {
            case ForgeryKind.ForeignKey:
                using (var foreign = RSA.Create(2048))
                {
                    form[AlipaySignature.Parameter] = AlipaySignature.Sign(AlipaySignature.ContentOfNotification(form), foreign);
                }

                break;
            case ForgeryKind.Tampered:
                form = await SignedAsync(form);
                form["total_amount"] = "0.01";
                break;
            case ForgeryKind.Unsigned:
                break;
            case ForgeryKind.OtherApp:
                form["app_id"] = "2021000000000000";
                form = await SignedAsync(form);
                break;
            case ForgeryKind.OtherAmount:
                form["total_amount"] = "0.01";
                form = await SignedAsync(form);
                break;
            default:
                form = await SignedAsync(form);
                break;
        }

        if (await SendAsync(form) && kind != ForgeryKind.Replay)
        {
            Believed.Add($"{kind} of {form["out_trade_no"]}");
        }

        Posted++;
    }

    private async Task<JsonElement[]> PaymentsAsync()
    {
        var books = await http.GetFromJsonAsync<JsonElement>(new Uri(platform.AddressOf("payment-simulator"), "simulator/books"));
        return [.. books.GetProperty("payments").EnumerateArray().Where(p => p.GetProperty("paidAt").ValueKind == JsonValueKind.String)];
    }

    private async Task<bool> SendAsync(Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(platform.Gateway, "api/payments/alipay/notifications"), content);
        return answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadAsStringAsync() == AlipayCodes.NotificationTaken;
    }

    private async Task<Dictionary<string, string>> SignedAsync(Dictionary<string, string> form)
    {
        var keys = await KeysAsync();
        using var provider = AlipayKeys.ReadPrivate(keys.GetProperty("privateKey").GetString()!);
        form.TryAdd("app_id", keys.GetProperty("appId").GetString()!);
        form[AlipaySignature.Parameter] = AlipaySignature.Sign(AlipaySignature.ContentOfNotification(form), provider);
        form["sign_type"] = AlipaySignature.Type;
        return form;
    }

    private async Task<JsonElement> KeysAsync() =>
        JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(platform.Data, "secrets", "payment-simulator.json")));

    private static Dictionary<string, string> Of(JsonElement payment) => new()
    {
        ["notify_type"] = "trade_status_sync",
        ["out_trade_no"] = payment.GetProperty("outTradeNo").GetString()!,
        ["trade_no"] = payment.GetProperty("tradeNo").GetString()!,
        ["trade_status"] = TradeStatus.Success,
        ["total_amount"] = AlipayFormats.Amount(payment.GetProperty("amount").GetDecimal()),
        ["gmt_payment"] = AlipayFormats.Time(payment.GetProperty("paidAt").GetDateTimeOffset()),
    };
}

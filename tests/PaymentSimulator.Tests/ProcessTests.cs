using System.Net;
using System.Text.Json;
using Yilai.Hosting;

namespace Yilai.PaymentSimulator.Tests;

public sealed class ProcessTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Kill_BetweenPaymentAndNotification_LosesNeither()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Answer = _ => "not yet";
        var port = FreePorts.Any();
        using (var first = await StartAsync(port))
        {
            using var http = Client(first);
            var merchant = new Merchant(http, TimeProvider.System);
            using var late = new StringContent("""{"notifyLate":3600000}""", System.Text.Encoding.UTF8, "application/json");
            using var set = await http.PutAsync(new Uri("/simulator/faults", UriKind.Relative), late);
            await merchant.PayAsync(merchant.PageOf("o_late", notify: shop.NotifyUrl));
            using var clear = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            using var cleared = await http.PutAsync(new Uri("/simulator/faults", UriKind.Relative), clear);
            await merchant.PayAsync(merchant.PageOf("o_1", notify: shop.NotifyUrl));
            await merchant.RefundAsync("o_1", "r_1", "20.00");
            first.Kill();
        }

        shop.Answer = _ => "success";
        using var second = await StartAsync(port);
        using var again = Client(second);

        await SimulatorProcess.WaitAsync(async () => await WaitingAsync(again) == 1);

        var reborn = new Merchant(again, TimeProvider.System);
        Assert.Equal("TRADE_SUCCESS", (await reborn.QueryAsync("o_1")).Text("trade_status"));
        Assert.Equal("TRADE_SUCCESS", (await reborn.QueryAsync("o_late")).Text("trade_status"));
        Assert.Equal("N", (await reborn.RefundAsync("o_1", "r_1", "20.00")).Text("fund_change"));
        Assert.Contains(shop.Notifications, told => told["out_trade_no"] == "o_1" && !told.ContainsKey("out_biz_no"));
        Assert.Contains(shop.Notifications, told => told.GetValueOrDefault("out_biz_no") == "r_1");
        Assert.DoesNotContain(shop.Notifications, told => told["out_trade_no"] == "o_late");
    }

    [Fact]
    public async Task Kill_AmidManyPayments_KeepsEveryOneThatWasAnswered()
    {
        var port = FreePorts.Any();
        var answered = new System.Collections.Concurrent.ConcurrentBag<string>();
        using (var first = await StartAsync(port))
        {
            using var http = Client(first);
            var merchant = new Merchant(http, TimeProvider.System);
            var buyers = Enumerable.Range(0, 8).Select(async buyer =>
            {
                try
                {
                    for (var i = 0; ; i++)
                    {
                        using var response = await merchant.ActAsync(merchant.PageOf($"o_{buyer}_{i}"), "pay");
                        if (response.StatusCode == HttpStatusCode.SeeOther)
                        {
                            answered.Add($"o_{buyer}_{i}");
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    // Killed.
                }
            }).ToArray();
            await SimulatorProcess.WaitAsync(() => Task.FromResult(answered.Count > 100));
            first.Kill();
            await Task.WhenAll(buyers);
        }

        using var second = await StartAsync(port);
        using var again = Client(second);
        var books = await new Merchant(again, TimeProvider.System).BooksAsync();

        var paid = books.GetProperty("payments").EnumerateArray().Where(payment => payment.Text("status") == "TRADE_SUCCESS").Select(payment => payment.Text("outTradeNo")).ToHashSet();
        Assert.Empty(answered.Except(paid!));
    }

    [Theory]
    [InlineData(null, "PAYMENT_KEYS_FILE must name")]
    [InlineData("", "is not a keys file")]
    [InlineData("[]", "is not a keys file")]
    [InlineData("{}", "must have appId, privateKey and merchantPublicKey")]
    [InlineData("""{"appId":"1","privateKey":"c2VjcmV0","merchantPublicKey":"c2VjcmV0"}""", "holds a key that is none")]
    public async Task Start_WithBrokenKeys_SaysSoAndEndsWithTwo(string? json, string message)
    {
        var keys = json is null ? "" : folder.Write("broken.json", json);

        var (code, error) = await SimulatorProcess.RunAsync(("PAYMENT_KEYS_FILE", keys), ("PAYMENT_BOOKS", folder.File("books.db")));

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "1,2", "PAYMENT_BOOKS must name")]
    [InlineData("not books", "1,2", "cannot be opened as books")]
    [InlineData("", "soon", "PAYMENT_NOTIFY_WAITS must be")]
    public async Task Start_WithOtherBrokenSettings_SaysSoAndEndsWithTwo(string? content, string waits, string message)
    {
        var books = content is null ? "" : folder.Write("books.db", content);

        var (code, error) = await SimulatorProcess.RunAsync(
            ("PAYMENT_KEYS_FILE", folder.Write("keys.json", TestKeys.Json)), ("PAYMENT_BOOKS", books), ("PAYMENT_NOTIFY_WAITS", waits));

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private Task<SimulatorProcess> StartAsync(int port) => SimulatorProcess.StartAsync(
        port, ("PAYMENT_KEYS_FILE", folder.Write("keys.json", TestKeys.Json)), ("PAYMENT_BOOKS", Path.Combine(folder.File("new"), "books.db")), ("PAYMENT_NOTIFY_WAITS", "1,1,1,1,1"));

    private static HttpClient Client(SimulatorProcess simulator) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = simulator.Address };

    private static async Task<long> WaitingAsync(HttpClient http) =>
        JsonDocument.Parse(await http.GetStringAsync(new Uri("/simulator/notifications", UriKind.Relative))).RootElement.GetProperty("waiting").GetInt64();
}

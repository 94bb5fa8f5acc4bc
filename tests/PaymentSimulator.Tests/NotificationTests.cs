namespace Yilai.PaymentSimulator.Tests;

public sealed class NotificationTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.SetAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Notification_NotTaken_ComesAgainUntilItIs()
    {
        stage.Shop.Answer = before => before switch { 0 => "failure", 1 => "SUCCESS", 2 => "success ", 3 => "", _ => "success" };
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl));

        await stage.WaitForQuietAsync();

        Assert.Equal(5, stage.Shop.Notifications.Count);
        Assert.All(stage.Shop.Notifications, told => Assert.Equal("yes", told["verified"]));
        Assert.Single(stage.Shop.Notifications.Select(told => told["notify_id"]).Distinct());
        Assert.NotEqual(stage.Shop.Notifications.First()["notify_time"], stage.Shop.Notifications.Last()["notify_time"]);
    }

    [Fact]
    public async Task Notification_ToNobody_ComesAgainWhenSomebodyIsThere()
    {
        var port = Hosting.FreePorts.Any();
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1", notify: new Uri($"http://127.0.0.1:{port}/notify")));

        await stage.WaitAsync(() => stage.Time.GetUtcNow() > stage.Time.Start.AddSeconds(10));

        Assert.Equal(1, await WaitingAsync());
    }

    [Fact]
    public async Task Notification_AnsweredTooSlowly_ComesAgain()
    {
        using var never = new SemaphoreSlim(0);
        stage.Shop.Answer = before =>
        {
            if (before == 0)
            {
                never.Wait(TimeSpan.FromSeconds(30));
            }

            return "success";
        };
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl));
        await stage.WaitAsync(() => !stage.Shop.Notifications.IsEmpty);

        await stage.WaitForQuietAsync(evenWhileSending: true);
        never.Release();

        Assert.True(stage.Shop.Notifications.Count >= 2); // the shop may be as slow again by that clock
    }

    [Fact]
    public async Task Notification_NeverTaken_IsGivenUpAfterTheLastWait()
    {
        await using var impatient = await Stage.SetAsync("0.5, 1");
        impatient.Shop.Answer = _ => "no";
        await impatient.Merchant.PayAsync(impatient.Merchant.PageOf("o_1", notify: impatient.Shop.NotifyUrl));

        await impatient.WaitForQuietAsync();

        Assert.Equal(3, impatient.Shop.Notifications.Count);
    }

    [Fact]
    public async Task Notification_Lost_ComesAgain()
    {
        await stage.SetFaultsAsync("""{"notifyDrop":1}""");
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl));
        await stage.WaitAsync(() => stage.Time.GetUtcNow() > stage.Time.Start.AddSeconds(5));
        Assert.Empty(stage.Shop.Notifications);

        await stage.SetFaultsAsync("{}");
        await stage.WaitForQuietAsync();

        Assert.Single(stage.Shop.Notifications);
    }

    [Fact]
    public async Task Notification_Doubled_ComesTwice()
    {
        await stage.SetFaultsAsync("""{"notifyTwice":1}""");
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl));

        await stage.WaitForQuietAsync();

        Assert.Equal(2, stage.Shop.Notifications.Count);
        Assert.Single(stage.Shop.Notifications.Select(told => told["notify_id"]).Distinct());
    }

    [Fact]
    public async Task Notification_Late_ComesAfterThat()
    {
        await stage.SetFaultsAsync("""{"notifyLate":60000}""");
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl, expires: stage.Time.GetUtcNow().AddSeconds(30)));

        await stage.WaitForQuietAsync();

        Assert.True(string.CompareOrdinal(Assert.Single(stage.Shop.Notifications)["notify_time"], "2026-03-01 09:01:00") >= 0);
    }

    [Fact]
    public async Task Notifications_Shuffled_OvertakeEachOther()
    {
        await stage.SetFaultsAsync("""{"notifyShuffle":true}""");
        for (var i = 0; i < 12; i++)
        {
            await stage.Merchant.PayAsync(stage.Merchant.PageOf($"o_{i:00}", notify: stage.Shop.NotifyUrl));
        }

        await stage.WaitForQuietAsync();

        var order = stage.Shop.Notifications.Select(told => told["out_trade_no"]).ToArray();
        Assert.Equal(12, order.Distinct().Count());
        Assert.NotEqual(order.Order(StringComparer.Ordinal), order);
    }

    [Fact]
    public async Task Restart_OnTheSameBooks_SendsWhatIsStillDue()
    {
        stage.Shop.Answer = _ => "not now";
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl));
        await stage.WaitAsync(() => !stage.Shop.Notifications.IsEmpty);
        stage.Shop.Answer = _ => "success";

        await stage.RestartAsync();
        await stage.WaitForQuietAsync();

        Assert.True(stage.Shop.Notifications.Count >= 2);
        Assert.Equal("TRADE_SUCCESS", (await stage.Merchant.QueryAsync("o_1")).Text("trade_status"));
        Assert.Equal(1, (await stage.Merchant.BooksAsync()).GetProperty("payments").GetArrayLength());
    }

    private async Task<long> WaitingAsync() =>
        System.Text.Json.JsonDocument.Parse(await stage.Http.GetStringAsync(new Uri("/simulator/notifications", UriKind.Relative))).RootElement.GetProperty("waiting").GetInt64();
}

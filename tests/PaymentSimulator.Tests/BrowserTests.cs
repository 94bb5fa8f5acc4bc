using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Yilai.PaymentSimulator.Tests;

/// <summary>The browser of the machine.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright playwright = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
                .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists)
                ?? throw new InvalidOperationException("Chromium is not on PATH; get it with: apt-get install chromium fonts-noto-cjk"),
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}

/// <summary>The pages in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.SetAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Pages_OfEveryState_AreAccessibleAndFit(int width, ColorScheme colours)
    {
        var (open, paid, expired) = (
            stage.Merchant.PageOf("o_1", "1234567.89", subject: "上海交通大学医学院附属瑞金医院 内分泌代谢病科 特需门诊 主任医师"),
            stage.Merchant.PageOf("o_2"),
            stage.Merchant.PageOf("o_3", expires: stage.Time.GetUtcNow()));
        await stage.Merchant.PayAsync(paid);
        var page = await OpenAsync(new() { ViewportSize = new() { Width = width, Height = 844 }, ColorScheme = colours });

        foreach (var address in new[] { open, paid, expired, $"{open}x", "/" })
        {
            await page.GotoAsync(address);
            var result = await page.RunAxe();
            Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {string.Join(' ', violation.Nodes.Select(node => node.Html))}"));
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [Fact]
    public async Task Pay_WithTheKeyboardAndWithoutScripts_LeadsBackToTheShop()
    {
        var page = await OpenAsync(new() { JavaScriptEnabled = false });
        await page.GotoAsync(stage.Merchant.PageOf("o_1", notify: stage.Shop.NotifyUrl, back: new Uri(stage.Shop.NotifyUrl, "/paid").ToString()));

        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "专家门诊 挂号费" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay Plays the payment" }).PressAsync("Enter");
        await page.WaitForURLAsync("**/paid?**");

        Assert.Equal("TRADE_SUCCESS", (await stage.Merchant.QueryAsync("o_1")).Text("trade_status"));
    }

    [Fact]
    public async Task Page_WithScripts_CountsDown()
    {
        var page = await OpenAsync(new());
        var refused = new List<string>();
        page.Console += (_, message) => refused.Add(message.Text);
        await page.GotoAsync(stage.Merchant.PageOf("o_1"));
        // Not a function to wait for: the page's policy lets nobody evaluate text.
        await Assertions.Expect(page.Locator(".remaining")).ToContainTextAsync("29分 ");

        Assert.Empty(refused);
    }

    private async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        options.BaseURL = stage.Http.BaseAddress!.ToString();
        options.Locale ??= "zh-CN";
        var context = await chromium.Browser.NewContextAsync(options);
        return await context.NewPageAsync();
    }
}

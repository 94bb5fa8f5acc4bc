using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Yilai.PaymentSimulator.Tests;

public sealed class PageTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.SetAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Page_OfAnyState_SaysSo()
    {
        var page = stage.Merchant.PageOf("o_1");
        Assert.Contains("等待支付", await OpenAsync(page), StringComparison.Ordinal);
        await stage.Merchant.PayAsync(page);
        Assert.Contains("已支付", await OpenAsync(page), StringComparison.Ordinal);
        await stage.Merchant.RefundAsync("o_1", "r_1", "50.00");
        var html = await OpenAsync(page);
        Assert.Contains("已退款", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"action\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OpenedByAForm_HasTheSameButtons()
    {
        // As the provider's own SDK opens it: a form that sends itself.
        var order = QueryHelpers.ParseQuery(stage.Merchant.PageOf("o_1").Split('?')[1]).ToDictionary(p => p.Key, p => p.Value.ToString());
        using var form = new FormUrlEncodedContent(order);
        using var response = await stage.Http.PostAsync(new Uri("/gateway.do", UriKind.Relative), form);
        var html = await response.Content.ReadAsStringAsync();

        var address = WebUtility.HtmlDecode(html.Split("<form method=\"post\" action=\"")[2].Split('"')[0]);

        Assert.NotNull(await stage.Merchant.PayAsync(address));
    }

    [Fact]
    public async Task Page_WithHtmlInTheOrder_ShowsItAsText()
    {
        var html = await OpenAsync(stage.Merchant.PageOf("o_1", subject: "<script>alert('x')</script>&\"{0}"));

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;{0}", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Any_RunsNothingOfOthers()
    {
        using var response = await stage.Http.GetAsync(new Uri(stage.Merchant.PageOf("o_1"), UriKind.Relative));

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
    }

    [Theory]
    [InlineData(null, null, "收银台")]
    [InlineData("en-US,en;q=0.9", null, "Checkout")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", null, "收银台")]
    [InlineData("fr", null, "收银台")]
    [InlineData("%%;q=x", null, "收银台")]
    [InlineData("zh-CN", "lang=en", "Checkout")]
    [InlineData("en", "lang=zh", "收银台")]
    public async Task Page_InTheLanguageAskedFor_IsInIt(string? accepted, string? cookie, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, stage.Merchant.PageOf("o_1"));
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);

        using var response = await stage.Http.SendAsync(request);

        Assert.Contains($"<title>{title}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/gateway.do?a=b&c=%E4%B8%AD", "/gateway.do?a=b&c=%E4%B8%AD")]
    [InlineData("//evil.test/", "/")]
    [InlineData("/\\evil.test", "/")]
    [InlineData("https://evil.test/", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    [InlineData("", "/")]
    public async Task Language_Chosen_LeadsBackToOurOwnPagesOnly(string back, string expected)
    {
        using var form = new FormUrlEncodedContent([new("lang", "en"), new("back", back)]);
        using var response = await stage.Http.PostAsync(new Uri("/simulator/language", UriKind.Relative), form);

        Assert.Equal((HttpStatusCode.SeeOther, expected), (response.StatusCode, response.Headers.Location?.OriginalString));
        Assert.StartsWith("lang=en;", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_RefusedToABrowser_IsAPageToo()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, stage.Merchant.PageOf("o_1") + "x");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*");

        using var response = await stage.Http.SendAsync(request);

        var html = await response.Content.ReadAsStringAsync();
        Assert.Contains("无法打开收银台", html, StringComparison.Ordinal);
        Assert.Contains("isv.invalid-signature", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfThePayments_HasTheLatestFirst()
    {
        Assert.Contains("还没有人付过款", await OpenAsync("/"), StringComparison.Ordinal);
        await stage.Merchant.PayAsync(stage.Merchant.PageOf("o_1"));
        using var failed = await stage.Merchant.ActAsync(stage.Merchant.PageOf("o_2"), "fail");

        var html = await OpenAsync("/");

        Assert.True(html.IndexOf("o_2", StringComparison.Ordinal) < html.IndexOf("o_1", StringComparison.Ordinal));
        Assert.Contains("支付成功", html, StringComparison.Ordinal);
    }

    private Task<string> OpenAsync(string page) => stage.Http.GetStringAsync(new Uri(page, UriKind.Relative));
}

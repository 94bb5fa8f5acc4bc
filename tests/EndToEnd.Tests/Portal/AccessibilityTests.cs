using Deque.AxeCore.Playwright;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Portal;

/// <summary>Public pages have no violation that axe can find, wide and narrow.</summary>
[Collection(Collections.Portal)]
public sealed class AccessibilityTests(RunningPlatform platform, Browser browser)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task PublicPages_HaveNoAxeViolations(int width)
    {
        var (hospital, _) = await platform.FindBookableAsync();
        var department = (await platform.Http.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/hospitals/{hospital}/departments"))[0].Text("code");
        foreach (var path in (string[])["/", $"/hospitals/{hospital}", $"/hospitals/{hospital}/about", $"/hospitals/{hospital}/departments/{department}", "/help", "/no-such-page"])
        {
            var page = await browser.OpenAsync(platform, path, width);
            var result = await page.RunAxe();
            Assert.True(result.Violations.Length == 0, $"{path}: {string.Join("; ", result.Violations.Select(v => $"{v.Id} ({v.Impact}): {v.Nodes[0].Html}"))}");
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/en")]
    public async Task Pages_NeverScrollSideways_OnAPhone(string path)
    {
        var page = await browser.OpenAsync(platform, path, 390);
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, overflow);
        await page.Context.CloseAsync();
    }
}

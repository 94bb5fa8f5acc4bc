using Microsoft.Playwright;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;
using Yilai.EndToEnd.Tests.Portal;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Yilai.EndToEnd.Tests.Portal;

/// <summary>Headless Chromium of the machine, shared by the suite; every page has a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--no-first-run"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable(), Args = Flags });
    }

    /// <summary>A fresh page at a width, as a person without cookies has it.</summary>
    public Task<IPage> OpenAsync(RunningPlatform platform, string path, int width = 1280, bool scripts = true) =>
        OpenAsync(platform, path, width, scripts, []);

    /// <summary>A page of somebody who is logged in.</summary>
    internal Task<IPage> OpenAsync(RunningPlatform platform, string path, Patient patient, int width = 1280) =>
        OpenAsync(platform, path, width, scripts: true, patient.Cookies);

    private async Task<IPage> OpenAsync(RunningPlatform platform, string path, int width, bool scripts, IReadOnlyList<string> cookies)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = platform.Gateway.ToString(),
            Locale = "zh-CN",
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = scripts,
        });
        context.SetDefaultTimeout(20_000);
        await context.AddCookiesAsync(cookies.Select(cookie => CookieOf(cookie, platform.Gateway)));
        var page = await context.NewPageAsync();
        await page.GotoAsync(path, new() { WaitUntil = scripts ? WaitUntilState.NetworkIdle : WaitUntilState.Load });
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    private static Cookie CookieOf(string header, Uri gateway)
    {
        var parts = header.Split("; ");
        var equals = parts[0].IndexOf('=', StringComparison.Ordinal);
        var path = parts.FirstOrDefault(p => p.StartsWith("path=", StringComparison.OrdinalIgnoreCase))?[5..] ?? "/";
        return new() { Name = parts[0][..equals], Value = parts[0][(equals + 1)..], Domain = gateway.Host, Path = path };
    }

    private static string Executable() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(d => (string[])[Path.Combine(d, "chromium"), Path.Combine(d, "chromium-browser"), Path.Combine(d, "google-chrome")])
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("Chromium is not on PATH; get it with: apt-get install chromium fonts-noto-cjk");
}

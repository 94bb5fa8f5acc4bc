using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Portal;

/// <summary>What patients do on many pages.</summary>
internal static class PatientSteps
{
    /// <summary>Logs in by phone and code in the dialog that is open; a code can be had once a minute.</summary>
    public static async Task LogInAsync(this IPage page, RunningPlatform platform, string phone)
    {
        await page.GetByTestId("login-phone").FillAsync(phone);
        await page.GetByTestId("login-send").ClickAsync();
        await page.GetByTestId("login-code").FillAsync(await platform.CodeAsync(phone));
        await page.GetByTestId("login-submit").ClickAsync();
    }

    /// <summary>Adds a patient (就诊人) while booking and chooses that one.</summary>
    public static async Task AddPatientAsync(this IPage page, int person, string phone)
    {
        await page.GetByTestId("patient-add").ClickAsync();
        await page.GetByTestId("patient-name").FillAsync("测试就诊人");
        await page.GetByTestId("patient-certificate-no").FillAsync(Persons.IdentityNumber(person));
        await page.GetByTestId("patient-phone").FillAsync(phone);
        await page.GetByTestId("patient-save").ClickAsync();
        await page.GetByTestId("patient-card").First.ClickAsync();
    }

    /// <summary>Pays on the provider's page that is to open.</summary>
    public static Task PayAsync(this IPage page) => page.Locator("button[name=action][value=pay]").ClickAsync();

    /// <summary>Checks that axe finds nothing on the page as it is, and that it does not scroll sideways.</summary>
    public static async Task IsAccessibleAsync(this IPage page)
    {
        // A colour on its way to another has a contrast that nobody reads.
        await page.EvaluateAsync("Promise.allSettled(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < Infinity).map(a => a.finished))");
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, $"{page.Url}: {string.Join("; ", result.Violations.Select(v => $"{v.Id} ({v.Impact}): {v.Nodes[0].Html}"))}");
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }
}

using System.Text.Json;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;
using static Microsoft.Playwright.Assertions;

namespace Yilai.EndToEnd.Tests.Portal;

/// <summary>The main job as a patient does it, in a browser, at a desk and on a phone.</summary>
[Collection(Collections.Portal)]
public sealed class BookingInTheBrowserTests(RunningPlatform platform, Browser browser)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Patient_SearchesLogsInBooksAndCancels(int width)
    {
        var person = Persons.Next();
        var phone = Persons.Phone(person);
        var (hospital, _) = await platform.FindBookableAsync();
        var name = (await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals/{hospital}")).Text("name");
        var page = await browser.OpenAsync(platform, "/", width);

        // Find the hospital by a part of its name.
        await page.GetByTestId("search-input").First.FillAsync(name[1..]);
        await page.GetByTestId("search-input").First.PressAsync("Enter");
        await page.GetByTestId("hospital-card").Filter(new() { HasText = name }).First.ClickAsync();
        await page.GetByTestId("department-link").First.ClickAsync();

        // A bookable day far enough ahead to be cancelled at any time of day, and a number; booking asks to log in and comes back.
        await page.Locator("[data-testid=day-card][data-status=bookable]").Nth(3).ClickAsync();
        await page.GetByTestId("schedule-book").First.ClickAsync();
        await page.LogInAsync(platform, phone);
        await page.AddPatientAsync(person, phone);
        await page.GetByTestId("confirm-booking").ClickAsync();

        // The order page shows what the platform holds, and the text message says the same.
        await Expect(page.GetByTestId("order-status")).ToContainTextAsync("待支付");
        var number = (await page.GetByTestId("order-number").InnerTextAsync()).Trim();
        Assert.Matches("[0-9]+", number);
        Assert.Contains(name, await platform.TextAsync(phone, "号"), StringComparison.Ordinal);

        // Giving it back shows the rule before the last click.
        await page.GetByTestId("order-cancel").ClickAsync();
        await page.GetByTestId("order-cancel-confirm").ClickAsync();
        await Expect(page.GetByTestId("order-status")).ToContainTextAsync("已取消");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Portal_WithoutScripts_ShowsHospitalsDepartmentsAndNumbers()
    {
        var (hospital, _) = await platform.FindBookableAsync();
        var page = await browser.OpenAsync(platform, "/", scripts: false);
        Assert.True(await page.GetByTestId("hospital-card").CountAsync() > 0);
        await page.GotoAsync($"/hospitals/{hospital}");
        await page.GetByTestId("department-link").First.ClickAsync();
        Assert.True(await page.GetByTestId("day-card").CountAsync() > 0);
        await page.Context.CloseAsync();
    }
}

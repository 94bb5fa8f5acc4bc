using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Yilai.EndToEnd.Tests.Hospitals;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;
using static Microsoft.Playwright.Assertions;

namespace Yilai.EndToEnd.Tests.Portal;

/// <summary>Another time (改签), and the day of the visit: what the hospital says is on the page at once.</summary>
[Collection(Collections.Portal)]
public sealed partial class VisitInTheBrowserTests(RunningPlatform platform, Browser browser)
{
    private static readonly LocatorAssertionsToContainTextOptions Soon = new() { Timeout = 30_000 };
    private static readonly LocatorAssertionsToBeVisibleOptions SoonVisible = new() { Timeout = 30_000 };

    [Fact]
    public async Task Patient_MovesToADearerSession_PaysTheDifferenceOnly()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var old = await BookAndPayAsync(patient);
        var dearer = await platform.NewScheduleAsync(numbers: 1, fee: 80);
        var page = await browser.OpenAsync(platform, $"/orders/{old}", patient);

        await page.GetByTestId("order-reschedule").ClickAsync();
        await page.IsAccessibleAsync();
        await page.GotoAsync(new Uri(page.Url).AbsolutePath + new Uri(platform.Gateway, await platform.DayPageAsync(dearer)).Query);
        await page.Locator($"[data-testid=move-choose][data-schedule=\"{dearer}\"]").ClickAsync();
        await Expect(page.GetByTestId("move-difference")).ToContainTextAsync("¥30.00");
        await Expect(page.GetByTestId("move-rules")).ToContainTextAsync("原预约一直为您保留");
        await page.IsAccessibleAsync();
        await page.GetByTestId("move-confirm").ClickAsync();

        // Until the difference is paid, both stand, and each says so.
        await page.WaitForURLAsync(OrderPage());
        await Expect(page.Locator("[data-testid=order-move][data-say=arriving]")).ToBeVisibleAsync(SoonVisible);
        await Expect(page.GetByTestId("pay-amount")).ToContainTextAsync("¥30.00");
        await page.GetByTestId("order-pay-button").ClickAsync();
        await page.PayAsync();
        await page.WaitForURLAsync(OrderPage());
        await Expect(page.GetByTestId("order-status")).ToContainTextAsync("已支付", Soon);
        await page.GetByTestId("order-move-other").ClickAsync();
        await Expect(page.Locator("[data-testid=order-move][data-say=left]")).ToBeVisibleAsync(SoonVisible);
        await Expect(page.GetByTestId("order-outcome")).ToContainTextAsync("已改签");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Patient_ChecksInOnTheDay_SeesTheQueueMoveAndIsCalled()
    {
        var schedule = await platform.NewScheduleAsync(numbers: 2);
        using var first = await Patient.RegisterAsync(platform);
        using var patient = await Patient.RegisterAsync(platform);
        var before = await BookAndPayAsync(first, schedule);
        var order = await BookAndPayAsync(patient, schedule);
        await platform.LetTheDayComeAsync(before);
        await platform.LetTheDayComeAsync(order);
        using var checkedIn = await first.Http.PostAsJsonAsync($"/api/orders/{before}/check-in", new { });
        await checkedIn.JsonAsync(HttpStatusCode.OK);
        using var hospital = await HospitalOfAsync(schedule);
        var page = await browser.OpenAsync(platform, $"/orders/{order}", patient, width: 390);

        await Expect(page.GetByTestId("check-in-rules")).ToContainTextAsync("爽约");
        await page.IsAccessibleAsync();
        await page.GetByTestId("check-in").ClickAsync();
        await Expect(page.GetByTestId("queue-ahead")).ToContainTextAsync("1");
        await page.IsAccessibleAsync();

        await hospital.ReportOrderAsync(before, Now(OrderEventType.CheckedIn));
        await hospital.ReportOrderAsync(before, Now(OrderEventType.Completed));
        await Expect(page.Locator("[data-testid=queue][data-state=called]")).ToContainTextAsync("请 2 号就诊", Soon);
        await page.IsAccessibleAsync();
        await hospital.ReportOrderAsync(order, Now(OrderEventType.Completed));
        await Expect(page.GetByTestId("order-status")).ToContainTextAsync("已就诊", Soon);
        await page.Context.CloseAsync();
    }

    private static OrderEvent Now(OrderEventType type) => new(type, TimeProvider.System.GetUtcNow());

    private async Task<string> BookAndPayAsync(Patient patient, string? schedule = null)
    {
        using var booked = await patient.BookAsync(schedule ?? await platform.NewScheduleAsync(numbers: 1));
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
        await Paying.ActAsync(await patient.PayUrlAsync(id), "pay");
        await patient.OrderAsync(id, "is paid and confirmed", o => o.Text("status") == "paid" && o.Text("hospitalStatus") == "confirmed");
        return id;
    }

    private Task<HospitalClient> HospitalOfAsync(string schedule) => platform.ClientAsync(schedule[..schedule.IndexOf('.', StringComparison.Ordinal)]);

    [GeneratedRegex("/orders/[0-9a-f-]{36}$")]
    private static partial Regex OrderPage();
}

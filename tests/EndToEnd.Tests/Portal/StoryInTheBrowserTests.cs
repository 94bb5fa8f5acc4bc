using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;
using static Microsoft.Playwright.Assertions;

namespace Yilai.EndToEnd.Tests.Portal;

/// <summary>Everything between the click and the visit as a patient sees it, on a phone: the number, the money, the messages, the waitlist.</summary>
[Collection(Collections.Portal)]
public sealed partial class StoryInTheBrowserTests(RunningPlatform platform, Browser browser)
{
    private static readonly LocatorAssertionsToContainTextOptions Soon = new() { Timeout = 30_000 };
    private static readonly LocatorAssertionsToBeVisibleOptions SoonVisible = new() { Timeout = 30_000 };

    [Fact]
    public async Task Patient_BooksPaysCancelsAndIsRefunded_ThenWaitsForANumberAndGetsIt()
    {
        var person = Persons.Next();
        var phone = Persons.Phone(person);
        var schedule = await platform.NewScheduleAsync(numbers: 1);
        var page = await browser.OpenAsync(platform, await platform.DayPageAsync(schedule), width: 390);

        await page.Locator($"[data-schedule=\"{schedule}\"]").GetByTestId("schedule-book").ClickAsync();
        await page.LogInAsync(platform, phone);
        await page.AddPatientAsync(person, phone);
        await page.GetByTestId("confirm-booking").ClickAsync();
        await PayAndBeToldAsync(page, phone);
        await CancelAndBeRefundedAsync(page, phone);
        await WaitAndGetANumberAsync(page, phone);
        await page.Context.CloseAsync();
    }

    /// <summary>From the order's page to the provider's and back; the message about it is new, and leads to the order.</summary>
    private async Task PayAndBeToldAsync(IPage page, string phone)
    {
        await Expect(page.GetByTestId("pay-amount")).ToContainTextAsync("¥50.00");
        await page.GetByTestId("order-pay-button").ClickAsync();
        await page.PayAsync();
        await page.WaitForURLAsync(OrderPage());
        await Expect(page.GetByTestId("order-status")).ToContainTextAsync("已支付", Soon);
        await Expect(page.GetByTestId("order-hospital-status")).ToContainTextAsync("已确认", Soon);
        await page.IsAccessibleAsync();
        await platform.TextAsync(phone, "已支付 50.00 元");

        await page.GotoAsync("/messages");
        await Expect(page.GetByTestId("unread")).ToBeVisibleAsync();
        var told = page.GetByTestId("message-card").Filter(new() { HasText = "支付成功" });
        await Expect(told).ToBeVisibleAsync();
        await page.IsAccessibleAsync();
        await told.GetByText("查看订单").ClickAsync();
        await page.WaitForURLAsync(OrderPage());
    }

    private async Task CancelAndBeRefundedAsync(IPage page, string phone)
    {
        await page.GetByTestId("order-cancel").ClickAsync();
        await Expect(page.GetByTestId("order-cancel-rules")).ToContainTextAsync("退回 ¥50.00");
        await page.GetByTestId("order-cancel-confirm").ClickAsync();
        await Expect(page.GetByTestId("order-status")).ToContainTextAsync("已退款", Soon);
        await Expect(page.Locator("[data-testid=order-refund][data-status=done]")).ToContainTextAsync("¥50.00");
        await page.IsAccessibleAsync();
        await platform.TextAsync(phone, "50.00 元已原路退回");
    }

    /// <summary>Somebody else has the only number; when they give it up, it is this patient's to take.</summary>
    private async Task WaitAndGetANumberAsync(IPage page, string phone)
    {
        using var other = await Patient.RegisterAsync(platform);
        var schedule = await platform.NewScheduleAsync(numbers: 1);
        using var booked = await other.BookAsync(schedule);
        var held = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");

        await page.GotoAsync(await platform.DayPageAsync(schedule));
        await page.Locator($"[data-schedule=\"{schedule}\"]").GetByTestId("schedule-wait").ClickAsync();
        await Expect(page.GetByTestId("waitlist-rules")).ToContainTextAsync("30 分钟");
        await page.GetByTestId("patient-card").First.ClickAsync();
        await page.IsAccessibleAsync();
        await page.GetByTestId("waitlist-join").ClickAsync();
        await Expect(page.Locator("[data-testid=waitlist-card][data-status=waiting]")).ToContainTextAsync("第 1 位", Soon);
        await page.IsAccessibleAsync();

        using var cancelled = await other.Http.PostAsJsonAsync($"/api/orders/{held}/cancellation", new { });
        await cancelled.JsonAsync(HttpStatusCode.Accepted);
        await Expect(page.Locator("[data-testid=waitlist-card][data-status=offered]")).ToBeVisibleAsync(SoonVisible);
        await platform.TextAsync(phone, "您候补的");
        await page.IsAccessibleAsync();
        await page.GetByTestId("waitlist-accept").ClickAsync();
        await page.WaitForURLAsync(OrderPage());
        await Expect(page.GetByTestId("order-status")).ToContainTextAsync("待支付");
        Assert.Equal((0, 1), await Books.OfAsync(platform, schedule));
    }

    [GeneratedRegex("/orders/[0-9a-f-]{36}$")]
    private static partial Regex OrderPage();
}

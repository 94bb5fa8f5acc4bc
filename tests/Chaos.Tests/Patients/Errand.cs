using System.Net;
using System.Text.Json;
using Yilai.Chaos.Tests.Plans;

namespace Yilai.Chaos.Tests.Patients;

/// <summary>One patient's way with one number, as the plan says and as far as the platform lets them.</summary>
internal sealed class Errand(Account account, string patientId, Knowledge knowledge, PaymentPage page, IReadOnlyList<string> schedules)
{
    public async Task RunAsync(PlannedVisit visit, string key)
    {
        var schedule = schedules[visit.Schedule];
        var booked = await account.AskAsync(knowledge, HttpMethod.Post, "/api/orders", new { scheduleId = schedule, patientId }, key);
        if (booked.Status != HttpStatusCode.Created)
        {
            knowledge.Refused(booked);
            return;
        }

        var order = booked.Text("id");
        knowledge.Orders[order] = new(account, schedule, patientId, key);
        await ThinkAsync(visit);
        await GoOnAsync(visit, order);
    }

    private async Task GoOnAsync(PlannedVisit visit, string order)
    {
        switch (visit.Course)
        {
            case Course.Pay:
                await PayAsync(order);
                break;
            case Course.PayThenCancel:
                await PayAsync(order);
                await ThinkAsync(visit);
                await ComeBackAsync(order);
                await CancelAsync(order);
                break;
            case Course.CancelUnpaid:
                await CancelAsync(order);
                break;
            case Course.MoveUnpaid:
                await MoveAndPayAsync(visit, order);
                break;
            case Course.PayThenMove:
                await PayAsync(order);
                await ThinkAsync(visit);
                await ComeBackAsync(order);
                await MoveAndPayAsync(visit, order);
                break;
            case Course.PayTwice:
                var pages = await Task.WhenAll(OpenAsync(order), OpenAsync(order));
                await Task.WhenAll(pages.OfType<Uri>().Select(each => PressAsync(each, "pay")));
                break;
            case Course.FailThenPay:
                await PressAsync(await OpenAsync(order), "fail");
                await PayAsync(order);
                break;
            case Course.PayAndCancelAtOnce:
                var opened = await OpenAsync(order);
                await Task.WhenAll(PressAsync(opened, "pay"), CancelAsync(order));
                break;
            default:
                break;
        }
    }

    private async Task PayAsync(string order) => await PressAsync(await OpenAsync(order), "pay");

    private async Task<Uri?> OpenAsync(string order)
    {
        var opened = await account.AskAsync(knowledge, HttpMethod.Post, $"/api/orders/{order}/payments", new { channel = "alipay" });
        if (opened.Status == HttpStatusCode.OK)
        {
            return new Uri(opened.Text("payUrl"));
        }

        knowledge.Refused(opened);
        return null;
    }

    private async Task PressAsync(Uri? address, string action)
    {
        if (address is not null && await page.PressAsync(address, action) && action == "pay")
        {
            knowledge.WasPaid();
        }
    }

    /// <summary>Back on the order's page, before the provider's notification has come or after.</summary>
    private async Task ComeBackAsync(string order) =>
        await account.AskAsync(knowledge, HttpMethod.Get, $"/api/orders/{order}");

    private async Task CancelAsync(string order)
    {
        var cancelled = await account.AskAsync(knowledge, HttpMethod.Post, $"/api/orders/{order}/cancellation", new { reason = "有事" });
        if (cancelled.Status != HttpStatusCode.Accepted)
        {
            knowledge.Refused(cancelled);
        }
    }

    private async Task MoveAndPayAsync(PlannedVisit visit, string order)
    {
        var schedule = schedules[visit.Other];
        var moved = await account.AskAsync(knowledge, HttpMethod.Post, $"/api/orders/{order}/reschedule", new { scheduleId = schedule });
        if (moved.Status != HttpStatusCode.Accepted)
        {
            knowledge.Refused(moved);
            return;
        }

        var next = moved.Text("id");
        knowledge.Orders[next] = new(account, schedule, patientId, Key: null);
        if (moved.Body.TryGetProperty("amountDue", out var due) && due.ValueKind == JsonValueKind.Number && due.GetDecimal() > 0)
        {
            await ThinkAsync(visit);
            await PayAsync(next);
        }
    }

    private static Task ThinkAsync(PlannedVisit visit) => Task.Delay(visit.Think, TimeProvider.System);
}

using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Hospitals;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;
using Yilai.HospitalSdk.Messages;

namespace Yilai.EndToEnd.Tests;

/// <summary>From the click to the money: everybody's books say the same, and the patient is told.</summary>
public sealed class PaymentTests(RunningPlatform platform)
{
    [Fact]
    [EveryComponentSet]
    public async Task Order_PaidThenCancelled_IsTheSameInEverybodysBooks()
    {
        using var patient = await Patient.RegisterAsync(platform);
        using var booked = await patient.BookAsync(await platform.NewScheduleAsync(3));
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
        var page = await patient.PayUrlAsync(id);
        Assert.Equal(HttpStatusCode.SeeOther, await Paying.ActAsync(page, "pay"));
        await patient.OrderAsync(id, "is paid and confirmed", o => o.Text("status") == "paid" && o.Text("hospitalStatus") == "confirmed");
        await Eventually.TrueAsync("the hospital knows of the payment", async () => await platform.HospitalBelievesAsync(id) == "paid");
        await platform.TextAsync(patient.Phone, "已支付 50.00 元");
        var bill = await patient.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{id}/bill");
        var trade = bill.GetProperty("payments")[0].Text("outTradeNo");
        using (var again = await patient.Http.PostAsJsonAsync($"/api/orders/{id}/payments", new { channel = "alipay" }))
        {
            await again.ProblemAsync(HttpStatusCode.Conflict, "order-paid");
        }

        using var cancelled = await patient.Http.PostAsJsonAsync($"/api/orders/{id}/cancellation", new { reason = "有事" });
        Assert.Contains((await cancelled.JsonAsync(HttpStatusCode.Accepted)).Text("status"), (string[])["refunding", "refunded"]);
        await patient.OrderAsync(id, "is refunded", o => o.Text("status") == "refunded");
        Assert.Equal(("TRADE_CLOSED", 50m, 50m), (await platform.PaymentBooksAsync())[trade]);
        await Eventually.TrueAsync("the hospital has given the number up", async () => await platform.HospitalBelievesAsync(id) == "cancelled");
        await platform.TextAsync(patient.Phone, "50.00 元已原路退回");
    }

    [Fact]
    public async Task Suspension_OfASchedule_RefundsAndTellsWhoPaid()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var schedule = await platform.NewScheduleAsync(3);
        using var booked = await patient.BookAsync(schedule);
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
        await Paying.ActAsync(await patient.PayUrlAsync(id), "pay");
        await patient.OrderAsync(id, "is paid", o => o.Text("status") == "paid");
        var dot = schedule.IndexOf('.', StringComparison.Ordinal);
        using var hospital = await platform.ClientAsync(schedule[..dot]);

        await hospital.SuspendAsync(new Suspension([schedule[(dot + 1)..]], "医生外出"));

        var order = await patient.OrderAsync(id, "is refunded", o => o.Text("status") == "refunded");
        Assert.Equal(("suspended", "医生外出"), (order.Text("outcome"), order.Text("closeReason")));
        await platform.TextAsync(patient.Phone, "停诊");
    }
}

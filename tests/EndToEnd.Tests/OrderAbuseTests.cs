using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Yilai.EndToEnd.Tests.Hospitals;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>What nobody may do to an order: each is refused with its code, and everybody's books stay as they were.</summary>
public sealed class OrderAbuseTests(RunningPlatform platform)
{
    [Fact]
    public async Task Pay_Twice_TakesTheMoneyOnce()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var (id, _) = await BookAsync(patient);
        var page = await patient.PayUrlAsync(id);
        await Task.WhenAll(Paying.ActAsync(page, "pay"), Paying.ActAsync(page, "pay"), Paying.ActAsync(page, "pay"));
        await patient.OrderAsync(id, "is paid", o => o.Text("status") == "paid");
        using var again = await patient.Http.PostAsJsonAsync($"/api/orders/{id}/payments", new { channel = "alipay" });
        await again.ProblemAsync(HttpStatusCode.Conflict, "order-paid");
        await Paying.ActAsync(page, "pay");

        var bill = await patient.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{id}/bill");
        var payment = Assert.Single(bill.GetProperty("payments").EnumerateArray());
        Assert.Equal(("TRADE_SUCCESS", 50m, 0m), (await platform.PaymentBooksAsync())[payment.Text("outTradeNo")]);
    }

    [Fact]
    public async Task CancelAndReschedule_AfterTheCutOff_AreTooLate()
    {
        using var hospital = await OpenHospital.OpenAsync(platform, cancelDaysBefore: 1);
        using var patient = await Patient.RegisterAsync(platform);
        var (id, _) = await BookAsync(patient, await hospital.NewScheduleAsync());
        var before = await ReadAsync(patient, id);
        using var cancelled = await patient.Http.PostAsJsonAsync($"/api/orders/{id}/cancellation", new { });
        await cancelled.ProblemAsync(HttpStatusCode.Conflict, "too-late-to-cancel");
        using var moved = await MoveAsync(patient, id, await hospital.NewScheduleAsync(date: hospital.Today.AddDays(3)));
        await moved.ProblemAsync(HttpStatusCode.Conflict, "too-late-to-reschedule");
        Assert.Equal(before, await ReadAsync(patient, id));
    }

    [Fact]
    public async Task Reschedule_ToASoldOutSession_LeavesBothAsTheyWere()
    {
        var full = await platform.NewScheduleAsync(1);
        using var first = await Patient.RegisterAsync(platform);
        await BookAsync(first, full);
        using var patient = await Patient.RegisterAsync(platform);
        var (id, schedule) = await BookAsync(patient);
        using var answer = await MoveAsync(patient, id, full);
        await answer.ProblemAsync(HttpStatusCode.Conflict, "slot-sold-out");
        Assert.Equal((0, 1), await Books.OfAsync(platform, full));
        Assert.Equal((1, 1), await Books.OfAsync(platform, schedule));
        Assert.Equal("unpaid", JsonSerializer.Deserialize<JsonElement>(await ReadAsync(patient, id)).Text("status"));
    }

    [Fact]
    public async Task Notification_Forged_PaysNothing()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var (id, _) = await BookAsync(patient);
        var request = HttpUtility.ParseQueryString(new Uri(await patient.PayUrlAsync(id)).Query);
        var trade = JsonSerializer.Deserialize<JsonElement>(request["biz_content"]!).Text("out_trade_no");
        using var key = RSA.Create(2048);
        foreach (var sign in new Func<string, string?>[] { Signed, _ => "bm90IGEgc2lnbmF0dXJl", _ => "不是签名", _ => null })
        {
            var form = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["app_id"] = request["app_id"]!,
                ["notify_id"] = Guid.CreateVersion7().ToString("N"),
                ["notify_type"] = "trade_status_sync",
                ["out_trade_no"] = trade,
                ["total_amount"] = "50.00",
                ["trade_no"] = "2026112522001",
                ["trade_status"] = "TRADE_SUCCESS",
            };
            if (sign(string.Join('&', form.Select(p => $"{p.Key}={p.Value}"))) is { } signature)
            {
                (form["sign"], form["sign_type"]) = (signature, "RSA2");
            }

            using var body = new FormUrlEncodedContent(form);
            using var answer = await platform.Http.PostAsync("/api/payments/alipay/notifications", body);
            Assert.Equal((HttpStatusCode.BadRequest, "failure"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }

        Assert.Equal("unpaid", JsonSerializer.Deserialize<JsonElement>(await ReadAsync(patient, id)).Text("status"));
        Assert.False((await platform.PaymentBooksAsync()).ContainsKey(trade));

        string Signed(string text) => Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Order_OfSomebodyElse_IsNotThere_WhateverIsAskedOfIt()
    {
        using var owner = await Patient.RegisterAsync(platform);
        using var other = await Patient.RegisterAsync(platform);
        var (id, _) = await BookAsync(owner);
        var before = await ReadAsync(owner, id);
        foreach (var (path, body) in new (string Path, object? Body)[]
        {
            ("", null), ("/bill", null), ("/queue", null), ("/queue/stream", null), ("/payments", new { channel = "alipay" }), ("/payments/refresh", new { }),
            ("/cancellation", new { }), ("/reschedule", new { scheduleId = await platform.NewScheduleAsync(1) }), ("/check-in", new { }),
        })
        {
            using var answer = await (body is null ? other.Http.GetAsync($"/api/orders/{id}{path}") : other.Http.PostAsJsonAsync($"/api/orders/{id}{path}", body));
            await answer.ProblemAsync(HttpStatusCode.NotFound, "order-not-found");
        }

        Assert.Equal(before, await ReadAsync(owner, id));
    }

    /// <summary>Books and waits for the hospital's word, so that nothing but what follows changes the order.</summary>
    private async Task<(string Id, string Schedule)> BookAsync(Patient patient, string? schedule = null)
    {
        schedule ??= await platform.NewScheduleAsync(2);
        using var booked = await patient.BookAsync(schedule);
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
        await patient.OrderAsync(id, "is confirmed", o => o.Text("hospitalStatus") == "confirmed");
        return (id, schedule);
    }

    private static Task<string> ReadAsync(Patient patient, string id) => patient.Http.GetStringAsync($"/api/orders/{id}");

    private static Task<HttpResponseMessage> MoveAsync(Patient patient, string id, string schedule) =>
        patient.Http.PostAsJsonAsync($"/api/orders/{id}/reschedule", new { scheduleId = schedule });
}

using System.Net;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Hospitals;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>对账 with real simulators: money that nobody told of, and a hospital whose books go their own way.</summary>
[Collection(Collections.Alone)]
public sealed class ReconciliationTests(RunningPlatform platform)
{
    [Fact]
    [EveryComponentSet]
    public async Task Reconcile_PaymentWhoseNotificationIsLost_IsTakenInAndTheHospitalTold()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var id = await BookAsync(patient);
        using var provider = new HttpClient { BaseAddress = platform.AddressOf("payment-simulator") };
        await SetFaultsAsync(provider, 1);
        try
        {
            Assert.Equal(HttpStatusCode.SeeOther, await Paying.ActAsync(await patient.PayUrlAsync(id), "pay"));
            Assert.Equal("unpaid", (await patient.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{id}")).Text("status"));
            Assert.True((await platform.RunTaskAsync("reconcile")).GetProperty("repaired").GetInt32() >= 1);
            await patient.OrderAsync(id, "is paid and confirmed", o => o.Text("status") == "paid" && o.Text("hospitalStatus") == "confirmed");
        }
        finally
        {
            await SetFaultsAsync(provider, 0);
        }

        Assert.Equal(["payment-missed repaired taken-in"], (await platform.DifferencesOfAsync(id)).Select(d => d.Standing));
        await Eventually.TrueAsync("the hospital knows of the payment", async () => await platform.HospitalBelievesAsync(id) == "paid");
        await platform.TextAsync(patient.Phone, "已支付 50.00 元");
    }

    [Fact]
    public async Task Reconcile_OrderThatTheHospitalCancelledSilently_IsTakenBackAndRefunded()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var id = await BookAsync(patient);
        await Paying.ActAsync(await patient.PayUrlAsync(id), "pay");
        await Eventually.TrueAsync("the hospital knows of the payment", async () => await platform.HospitalBelievesAsync(id) == "paid");
        await WriteAtTheHospitalAsync(patient, id, "cancellation", """{"cancelledAt":"2026-01-01T00:00:00Z"}""");

        await platform.RunTaskAsync("reconcile");

        Assert.Equal(["hospital-cancelled repaired taken-back"], (await platform.DifferencesOfAsync(id)).Select(d => d.Standing));
        Assert.Equal("refused", (await patient.OrderAsync(id, "is refunded", o => o.Text("status") == "refunded")).Text("outcome"));
        await platform.TextAsync(patient.Phone, "50.00 元已原路退回");
    }

    [Fact]
    public async Task Reconcile_WhatOnlyAnOperatorCanDecide_IsKeptUntilSettled()
    {
        using var patient = await Patient.RegisterAsync(platform);
        var id = await BookAsync(patient);
        await WriteAtTheHospitalAsync(patient, id, "payment", """{"paidAt":"2026-01-01T00:00:00Z","amount":50.00}""");
        for (var i = 0; i < 2; i++)
        {
            await platform.RunTaskAsync("reconcile");
        }

        var (standing, difference) = Assert.Single(await platform.DifferencesOfAsync(id));
        Assert.Equal("hospital-paid open", standing);
        using (var settled = await platform.OperateAsync(HttpMethod.Post, $"/api/differences/{difference}/settlement", new { note = "医院已更正" }))
        {
            Assert.Equal("settled", (await settled.JsonAsync(HttpStatusCode.OK)).Text("state"));
        }

        await platform.RunTaskAsync("reconcile");
        Assert.Equal(["hospital-paid settled"], (await platform.DifferencesOfAsync(id)).Select(d => d.Standing));
        using var anonymous = await platform.Http.GetAsync("/api/differences");
        await anonymous.ProblemAsync(HttpStatusCode.Unauthorized, "operator-key-required");
    }

    private static async Task SetFaultsAsync(HttpClient provider, double notifyDrop)
    {
        using var answer = await provider.PutAsJsonAsync("simulator/faults", new { notifyDrop });
        await answer.JsonAsync(HttpStatusCode.OK);
    }

    /// <summary>An order that its hospital has confirmed.</summary>
    private async Task<string> BookAsync(Patient patient)
    {
        using var booked = await patient.BookAsync(await platform.NewScheduleAsync(3));
        var id = (await booked.JsonAsync(HttpStatusCode.Created)).Text("id");
        await patient.OrderAsync(id, "is confirmed", o => o.Text("hospitalStatus") == "confirmed");
        return id;
    }

    /// <summary>Changes the hospital's book by a call that the platform never made.</summary>
    private async Task WriteAtTheHospitalAsync(Patient patient, string orderId, string what, string body)
    {
        var code = (await patient.Http.GetFromJsonAsync<JsonElement>($"/api/orders/{orderId}")).Text("hospitalCode");
        var secret = (await HospitalKeys.ReadAsync(platform))[code];
        using var call = new HandSignedCall
        {
            KeyId = secret.KeyId,
            Key = Convert.FromBase64String(secret.Key),
            Path = $"/hospital/{code}/orders/{orderId}/{what}",
            Body = body,
        }.Build();
        using var http = new HttpClient { BaseAddress = platform.Simulator };
        using var answer = await http.SendAsync(call);
        await answer.JsonAsync(HttpStatusCode.OK);
    }
}

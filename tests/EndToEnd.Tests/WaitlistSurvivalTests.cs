using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Npgsql;
using Yilai.EndToEnd.Tests.Patients;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests;

/// <summary>An offer of the waitlist is a promise: it stands, and ends, whatever dies meanwhile.</summary>
[Collection(Collections.Alone)]
public sealed class WaitlistSurvivalTests(RunningPlatform platform, ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_OrdersAndSidecarBetweenOfferAndAcceptance_KeepsTheOfferAndItsEnd()
    {
        using var holder = await Patient.RegisterAsync(platform);
        using var taker = await Patient.RegisterAsync(platform);
        using var dawdler = await Patient.RegisterAsync(platform);
        using var next = await Patient.RegisterAsync(platform);
        var wanted = await platform.NewScheduleAsync(1);
        var other = await platform.NewScheduleAsync(1, hospital: 1);
        await platform.KeepOffersForAMinuteAsync(other);
        var wantedOrder = await holder.HoldAsync(wanted);
        var otherOrder = await holder.HoldAsync(other);
        var taken = await taker.JoinAsync(wanted, position: 1);
        var left = await dawdler.JoinAsync(other, position: 1);
        var inherited = await next.JoinAsync(other, position: 2);
        await holder.GiveBackAsync(wantedOrder);
        await holder.GiveBackAsync(otherOrder);
        var promised = await taker.EntryAsync(taken, "offered");
        await dawdler.EntryAsync(left, "offered");

        var killed = Kill("orders", "sidecar");

        await Task.WhenAll(killed.Select(k => platform.BackAgainAsync(k.Part, k.ProcessId)));
        // Who does not know whether it was heard asks again: it is one order, whoever died under it.
        var placed = default(JsonElement);
        await Eventually.TrueAsync("the offer is accepted", async () =>
        {
            using var accepted = await taker.AcceptAsync(taken);
            placed = accepted.IsSuccessStatusCode ? await accepted.JsonAsync(HttpStatusCode.Created) : default;
            return placed.ValueKind == JsonValueKind.Object;
        }, TimeSpan.FromMinutes(1));
        Assert.Equal(promised.Text("number"), placed.Text("number"));
        await taker.OrderAsync(placed.Text("id"), "is confirmed", o => o.Text("hospitalStatus") == "confirmed");
        Assert.Equal((0, 1), await Books.OfAsync(platform, wanted));

        Assert.Equal("offer-expired", (await dawdler.EntryAsync(left, "expired")).Text("reason"));
        await next.EntryAsync(inherited, "offered");
        using var last = await next.AcceptAsync(inherited);
        await last.JsonAsync(HttpStatusCode.Created);
        Assert.Equal((0, 1), await Books.OfAsync(platform, other));
        foreach (var patient in (Patient[])[taker, dawdler, next])
        {
            await platform.TextAsync(patient.Phone, "有号了");
            Assert.Equal(1, await platform.CountTextsAsync(patient.Phone, "有号了"));
        }

        var late = await LateAsync(left);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"note: the offer went on {late:F1} s after its end"));
    }

    /// <summary>By kill -9, all at once.</summary>
    private (string Part, int ProcessId)[] Kill(params string[] parts)
    {
        var victims = parts.Select(part => (part, platform.ProcessIdOf(part))).ToArray();
        foreach (var (_, id) in victims)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        return victims;
    }

    /// <summary>For how many seconds an offer outlived its time.</summary>
    private async Task<double> LateAsync(string entryId)
    {
        await using var database = await Books.OpenAsync(platform);
        await using var command = new NpgsqlCommand(
            "select extract(epoch from ended_at - offer_expires_at)::float8 from orders.waitlist_entry where id = @id", database);
        command.Parameters.AddWithValue("id", Guid.Parse(entryId));
        return (double)(await command.ExecuteScalarAsync())!;
    }
}
